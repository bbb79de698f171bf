// Takes the SCORM 1.2 package in a frame below scorm-again, as a platform shows it, and compares what the platform then
// holds with the trainer's file.

import { readFileSync } from 'node:fs';
import { Report, launch, serve, shown, trainersFile, unzipped, version } from './browser.mjs';

const folder = process.argv[2];
const paper = trainersFile(folder);
const report = new Report();

const PLATFORM = `<!doctype html><meta charset="utf-8"><title>platform</title><script src="scorm12.js"></script>
<iframe title="quiz" width="1000" height="700"></iframe>`;

/** Opens the package in the platform with what it kept of the learner; every call that it refuses is listed. The calls
 * in `broken` fail. */
const open = (page, kept, broken = []) =>
  page.evaluate(async ({ kept, broken }) => {
    window.refused = [];
    const api = new window.Scorm12API({ autocommit: false });
    if (kept) api.loadFromFlattenedJSON(kept);
    window.API = new Proxy(api, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (typeof value !== 'function' || !name.startsWith('LMS')) return value;
        return (...given) => {
          if (broken.includes(name)) return 'false';
          const came = value.apply(target, given);
          const code = name === 'LMSGetLastError' ? '0' : String(target.LMSGetLastError());
          if (code !== '0') window.refused.push(`${name}(${given.join(', ')}): ${code}`);
          return came;
        };
      },
    });
    window.real = api;
    const frame = document.querySelector('iframe');
    await new Promise((done) => {
      frame.addEventListener('load', done, { once: true });
      frame.src = 'package/index.html';
    });
  }, { kept, broken });

/** Closes the quiz as a learner does who closes the window. */
const close = (page) =>
  page.evaluate(async () => {
    const frame = document.querySelector('iframe');
    await new Promise((done) => {
      frame.addEventListener('load', done, { once: true });
      frame.src = 'about:blank';
    });
  });

/** What the platform holds, by the names of SCORM. */
const held = (page) => page.evaluate(() => window.real.getFlattenedCMI());

const quiz = (page) => page.frameLocator('iframe');
const question = (page, n) => quiz(page).locator(`#q${n + 1}`);

/** Chooses by the words that are shown. */
const choose = async (page, n, item, options) => {
  const texts = options.map((i) => shown(item.options[i].text));
  const field = question(page, n);
  if (item.form === 'numeric') return field.locator('input').fill(`${item.options[options[0]].number}`);
  if (item.form === 'order') {
    const rows = await field.locator('select').all();
    for (const [i, row] of rows.entries()) await row.selectOption({ label: `${options.indexOf(i) + 1}` });
    return undefined;
  }
  if (item.form === 'match') {
    const rows = await field.locator('select').all();
    for (const [i, row] of rows.entries()) await row.selectOption({ label: texts[i] });
    return undefined;
  }
  const labels = await field.locator('label').all();
  for (const label of labels) {
    if (texts.includes(shown(await label.textContent()))) await label.locator('input').check();
  }
  return undefined;
};

/** A wrong answer, as positions of options: for pairs none is right, and of several all are ticked. */
const wrong = (item) => {
  const many = item.options.length;
  if (item.form === 'multiple') return item.options.map((_, i) => i);
  if (item.form === 'order') return [...item.key].reverse();
  return item.key.map((i) => (i + 1) % many);
};

/** An answer in which the first of several pairs is wrong, and all else right. */
const partly = (item) => (item.form === 'match' ? [wrong(item)[0], ...item.key.slice(1)] : item.key);

/** What answers are worth: pairs count one by one. */
const percent = (answered) => {
  const part = (item) => {
    const given = answered(item);
    if (item.form === 'match') return item.key.filter((option, i) => given[i] === option).length / item.key.length;
    return pattern(item, given) === pattern(item, item.key) ? 1 : 0;
  };
  const sum = (worth) => paper.items.reduce((points, item) => points + item.points * worth(item), 0);
  return Math.round((sum(part) / sum(() => 1)) * 10000) / 100;
};

/** An answer as SCORM 1.2 writes it. */
const pattern = (item, options) => {
  const letters = options.map((i) => 'abcdefghijklmnopqrstuvwxyz'[i]);
  if (item.form === 'numeric') return `${item.options[options[0]].number}`;
  if (item.form === 'true-false') return options[0] === 0 ? 't' : 'f';
  if (item.form === 'match') return letters.map((letter, i) => `${i + 1}.${letter}`).join(',');
  return (item.form === 'order' ? letters : letters.sort()).join(',');
};

const handIn = (page) => quiz(page).locator('button[type=submit]').click();

/** Compares the whole report of a finished quiz. */
const compare = async (page, what, answered, raw, status) => {
  const cmi = await held(page);
  report.same(`${what}: score`, [cmi['cmi.core.score.raw'], cmi['cmi.core.score.min'], cmi['cmi.core.score.max']].map(Number), [raw, 0, 100]);
  report.same(`${what}: status`, cmi['cmi.core.lesson_status'], status);
  for (const [n, item] of paper.items.entries()) {
    const at = (name) => cmi[`cmi.interactions.${n}.${name}`];
    const given = answered(item);
    const right = given !== undefined && pattern(item, given) === pattern(item, item.key);
    const said = `${what}: question ${n + 1} (${item.id})`;
    const kinds = { single: 'choice', multiple: 'choice', order: 'sequencing', match: 'matching' };
    report.same(`${said}: type`, at('type'), kinds[item.form] ?? item.form);
    report.same(`${said}: answer`, at('student_response') ?? '', given === undefined ? '' : pattern(item, given));
    report.same(`${said}: key`, at('correct_responses.0.pattern'), pattern(item, item.key));
    report.same(`${said}: result`, at('result'), right ? 'correct' : 'wrong');
    report.same(`${said}: weight`, Number(at('weighting')), item.points);
    const told = shown(await question(page, n).locator('.said').textContent());
    const some = item.form === 'match' && given?.some((option, i) => option === item.key[i]);
    const word = right ? 'Right.' : some ? 'Partly right.' : 'Not right.';
    report.same(`${said}: told`, told.slice(0, word.length), word);
    if (['single', 'true-false', 'numeric'].includes(item.form) && given !== undefined) {
      const feedback = shown(item.options[given[0]].feedback.replace(/^(Right|Not here)\./, ''));
      report.same(`${said}: feedback`, told.includes(feedback), true);
    }
  }
  report.same(`${what}: calls that the platform refused`, await page.evaluate(() => window.refused), []);
};

const browser = await launch();
const page = await browser.newPage();
const faults = [];
page.on('pageerror', (error) => faults.push(error.message));
const files = new Map([...unzipped(`${folder}/scorm/scorm12.zip`)].map(([path, bytes]) => [`package/${path}`, bytes]));
files.set('index.html', PLATFORM);
files.set('scorm12.js', readFileSync('node_modules/scorm-again/dist/scorm12.min.js', 'utf8'));
const missing = await serve(page, files);
await page.goto('https://quiz.test/index.html');
page.setDefaultTimeout(5000);

await open(page);
report.same('questions', await quiz(page).locator('fieldset').count(), paper.items.length);
for (const [n, item] of paper.items.entries()) await choose(page, n, item, item.key);
await handIn(page);
await compare(page, 'by the key', (item) => item.key, 100, 'passed');
await close(page);
report.same('by the key: left for good', (await held(page))['cmi.core.exit'], '');

await open(page);
for (const [n, item] of paper.items.entries()) await choose(page, n, item, wrong(item));
await handIn(page);
await compare(page, 'wrongly', wrong, percent(wrong), 'failed');
await close(page);

await open(page);
for (const [n, item] of paper.items.entries()) await choose(page, n, item, partly(item));
await handIn(page);
await compare(page, 'in part', partly, percent(partly), percent(partly) < 80 ? 'failed' : 'passed');
await close(page);

// A break in the middle: the window is closed, and the learner comes back to the answers.
await open(page);
const half = Math.ceil(paper.items.length / 2);
for (const [n, item] of paper.items.slice(0, half).entries()) await choose(page, n, item, item.key);
await close(page);
const kept = await held(page);
report.same('a break: status', kept['cmi.core.lesson_status'], 'incomplete');
report.same('a break: left to come back', kept['cmi.core.exit'], 'suspend');
report.same('a break: what is kept fits', kept['cmi.suspend_data'].length <= 4096, true);
await open(page, {
  'cmi.suspend_data': kept['cmi.suspend_data'],
  'cmi.core.lesson_status': kept['cmi.core.lesson_status'],
  'cmi.core.entry': 'resume',
});
for (const [n, item] of paper.items.entries()) if (n >= half) await choose(page, n, item, item.key);
await handIn(page);
await compare(page, 'after a break', (item) => item.key, 100, 'passed');
await close(page);

// Handed in and opened again: the result stands and is not reported twice.
const ended = await held(page);
await open(page, {
  'cmi.suspend_data': ended['cmi.suspend_data'],
  'cmi.core.lesson_status': ended['cmi.core.lesson_status'],
});
report.same('opened again: shown', shown(await quiz(page).locator('#status').textContent()).startsWith('Passed: 100 percent'), true);
report.same('opened again: closed', await quiz(page).locator('button[type=submit]').isDisabled(), true);
await close(page);

await open(page);
await handIn(page);
const asked = shown(await quiz(page).locator('#status').textContent());
report.same('nothing: asked once more', asked.startsWith('Without an answer: 1, 2'), true);
report.same('nothing: not yet over', (await held(page))['cmi.core.lesson_status'], 'incomplete');
await handIn(page);
await compare(page, 'nothing', () => undefined, 0, 'failed');
await close(page);

// A platform that fails: the learner is told, and Enter in a field does not hand in.
const status = async () => shown(await quiz(page).locator('#status').textContent());
await open(page, undefined, ['LMSCommit']);
await choose(page, 0, paper.items[0], paper.items[0].key);
report.same('not kept', (await status()).startsWith('The learning platform did not keep your answers.'), true);
await close(page);
await open(page, undefined, ['LMSInitialize']);
report.same('not opened', await status(), 'The learning platform did not open this quiz: nothing is recorded.');
if (await quiz(page).locator('input[type=text]').count() > 0) {
  await quiz(page).locator('input[type=text]').first().press('Enter');
  report.same('Enter', (await status()).startsWith('Without an answer'), false);
}
await close(page);

// Without a platform the page works and says that nothing is recorded.
await page.goto('https://quiz.test/package/index.html');
report.same('alone', shown(await page.locator('#status').textContent()), 'No learning platform was found: nothing is recorded.');

report.same('files that are asked for and missing', missing, []);
report.same('errors of the page', faults, []);
await browser.close();
report.end(`scorm-again ${version('scorm-again')}`, paper.items.length);
