// What checks in a browser share: packages unzipped, served to a headless Chromium, and differences counted.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { chromium } from 'playwright-core';

/** The trainer's file of a quiz, which says what is right. */
export const trainersFile = (folder) => JSON.parse(readFileSync(`${folder}/json/quiz-with-keys.json`, 'utf8'));

/** The files of a package by their paths. */
export const unzipped = (file) => new Map(Object.entries(unzipSync(readFileSync(file))));

/** Text as it is shown: on one line, without the blanks that only lay it out. */
export const shown = (text) => text.replace(/\s+/g, ' ').trim();

/** The version of an installed client. */
export const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;

/** A headless Chromium from the path; its network is what `serve` gives it. */
export const launch = () => {
  const executablePath = execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim();
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
};

const KINDS = { html: 'text/html', js: 'text/javascript', xml: 'application/xml', svg: 'image/svg+xml' };

/** Answers every request of a page from these files; what is not there is counted in the list that comes back. */
export const serve = async (page, files) => {
  const missing = [];
  await page.route('**/*', (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname.slice(1));
    const body = files.get(path);
    if (body === undefined) {
      if (path !== 'favicon.ico') missing.push(path);
      return route.fulfill({ status: 404, body: '' });
    }
    const contentType = `${KINDS[path.split('.').pop()] ?? 'application/octet-stream'}; charset=utf-8`;
    return route.fulfill({ contentType, body: typeof body === 'string' ? body : Buffer.from(body) });
  });
  return missing;
};

/** Compares, says what differs, and ends the process as `tests/clients/run` expects it. */
export class Report {
  differences = 0;

  same(what, found, expected) {
    const [one, other] = [found, expected].map((value) => JSON.stringify(value));
    if (one === other) return;
    this.differences += 1;
    console.error(`${what}: found ${one}, expected ${other}`);
  }

  end(client, questions) {
    if (this.differences > 0) process.exit(1);
    console.log(`${client}\t${questions}\tyes`);
  }
}
