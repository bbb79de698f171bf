// Answers every item of the QTI packages in @citolab/qti-components, rightly and wrongly, and compares the scores, the
// keys and the feedback with the trainer's file. The package of 2.1 has been read before by citolab-qti-convert, which
// writes it as one of 3.0.

import { readFileSync } from 'node:fs';
import { Report, launch, serve, shown, trainersFile, unzipped, version } from './browser.mjs';

const folder = process.argv[2];
const paper = trainersFile(folder);
const report = new Report();

const PLAYER = `<!doctype html><meta charset="utf-8"><title>player</title>
<script type="module" src="player.js"></script><qti-item></qti-item>`;

/** Right and wrong answers as texts, each with the part of the points that it gives. */
const answers = (question) => {
  const texts = question.options.map((option) => shown(option.text));
  const right = question.key.map((i) => texts[i]);
  const others = texts.filter((_, i) => !question.key.includes(i));
  switch (question.form) {
    case 'multiple':
      return [[right, 1], [texts, 0], [right.slice(1), 0], [[...right, others[0]], 0]];
    case 'order':
      return [[right, 1], [[...right].reverse(), 0]];
    case 'match': {
      const off = [...right];
      off[0] = texts.find((text) => text !== right[0]);
      return [[right, 1], [off, (right.length - 1) / right.length]];
    }
    case 'numeric': {
      const numbers = question.options.map((option) => `${option.number}`);
      const misread = numbers.filter((_, i) => !question.key.includes(i));
      return [[[numbers[question.key[0]]], 1], ...[...misread, '987654'].map((number) => [[number], 0])];
    }
    default:
      return [[right, 1], ...others.map((text) => [[text], 0])];
  }
};

/** Shows an item afresh and waits until it can be answered. */
const show = (page, url) =>
  page.evaluate(async (url) => {
    document.querySelector('item-container')?.remove();
    const container = document.createElement('item-container');
    const ready = new Promise((done, fail) => {
      container.addEventListener('qti-assessment-item-connected', (event) => done(event.detail), { once: true });
      setTimeout(() => fail(new Error(`${url} is not shown`)), 10000);
    });
    container.itemURL = url;
    document.querySelector('qti-item').append(container);
    window.item = await ready;
    await new Promise((done) => setTimeout(done, 20));
  }, url);

/** Answers the item that is shown, has it scored, and says what came of it. */
const answer = (page, form, prompts, texts) =>
  page.evaluate(
    async ({ form, prompts, texts }) => {
      const { item } = window;
      const flat = (node) => node.textContent.replace(/\s+/g, ' ').trim();
      const choices = [...item.querySelectorAll('qti-simple-choice, qti-simple-associable-choice')];
      const id = (text, among = choices) => among.find((one) => flat(one) === text)?.getAttribute('identifier');
      const field = item.querySelector('[response-identifier]');
      let response;
      if (form === 'match') {
        const [left, right] = [...item.querySelectorAll('qti-simple-match-set')].map((set) => [...set.children]);
        response = prompts.map((prompt, i) => `${id(prompt, left)} ${id(texts[i], right)}`);
      } else if (form === 'multiple' || form === 'order') {
        response = texts.map((text) => id(text));
      } else {
        response = form === 'numeric' ? texts[0] : id(texts[0]);
      }
      if (form === 'single' || form === 'true-false' || form === 'multiple') {
        for (const choice of choices.filter((one) => [response].flat().includes(one.getAttribute('identifier')))) choice.click();
      } else if (form === 'numeric') {
        const input = field.shadowRoot.querySelector('input');
        input.value = response;
        for (const kind of ['input', 'keyup', 'change']) input.dispatchEvent(new Event(kind, { bubbles: true }));
      } else {
        field.response = response;
        field.saveResponse(response);
      }
      item.processResponse();
      await new Promise((done) => setTimeout(done, 0));
      const feedback = [...item.querySelectorAll('qti-modal-feedback')].filter((one) => one.showStatus === 'on');
      const said = feedback.map(flat);
      feedback.forEach((one) => one.closeFeedback());
      const value = (name) => item.variables.find((variable) => variable.identifier === name)?.value;
      return { given: value('RESPONSE'), response, score: Number(value('SCORE')), most: Number(value('MAXSCORE')), said };
    },
    { form, prompts, texts },
  );

/** What the feedback of an answer has to say; nothing where it tells the whole answer instead. */
const own = (question, texts) => {
  if (['order', 'match'].includes(question.form)) return [];
  const chosen = (option) => texts.includes(question.form === 'numeric' ? `${option.number}` : shown(option.text));
  const told = question.options.filter((option) => chosen(option) && !(question.form === 'numeric' && option.holds));
  return told.map((option) => shown(option.feedback));
};

/** Plays a package and compares it with the paper. */
const play = async (browser, name, file) => {
  const page = await browser.newPage();
  const faults = [];
  page.on('pageerror', (error) => faults.push(error.message));
  const files = new Map([...unzipped(file)].map(([path, bytes]) => [`package/${path}`, bytes]));
  files.set('index.html', PLAYER);
  files.set('player.js', readFileSync('node_modules/@citolab/qti-components/cdn/index.js', 'utf8'));
  const missing = await serve(page, files);
  await page.goto('https://quiz.test/index.html');
  await page.waitForFunction(() => customElements.get('qti-assessment-item'));
  const items = await page.evaluate(async () => {
    const { getManifestInfo } = await import('./player.js');
    return (await getManifestInfo('/package/imsmanifest.xml')).items.map((item) => item.href);
  });
  report.same(`${name}: questions`, items.length, paper.items.length);
  for (const [i, question] of paper.items.entries()) {
    const what = `${name}: question ${i + 1} (${question.id})`;
    await show(page, items[i]);
    const body = shown(await page.evaluate(() => window.item.querySelector('qti-item-body').textContent));
    const lines = question.stem.split('\n').map(shown).filter((line) => line !== '');
    report.same(`${what}: stem`, lines.filter((line) => !body.includes(line)), []);
    const key = await page.evaluate(() => [window.item.getVariable('RESPONSE').correctResponse].flat());
    for (const [n, [texts, part]] of answers(question).entries()) {
      if (n > 0) await show(page, items[i]);
      const came = await answer(page, question.form, question.prompts.map(shown), texts);
      const ids = [came.response].flat();
      report.same(`${what}: given ${texts}`, [came.given].flat().map(String).sort(), ids.map(String).sort());
      if (n === 0) report.same(`${what}: key`, ids.map(String).sort(), key.map(String).sort());
      report.same(`${what}: score of ${texts}`, came.score.toFixed(2), (question.points * part).toFixed(2));
      report.same(`${what}: points`, came.most, question.points);
      report.same(`${what}: feedback on ${texts}`, own(question, texts).filter((text) => !came.said.includes(text)), []);
      report.same(`${what}: some feedback`, came.said.length > 0, true);
    }
    const images = await page.evaluate(() =>
      [...window.item.querySelectorAll('img')].map((image) => ({ alt: image.alt, drawn: image.naturalWidth > 0 })),
    );
    const drawn = question.exhibits.filter((one) => one.kind === 'bars' || one.kind === 'lanes');
    report.same(`${what}: pictures`, images, drawn.map((one) => ({ alt: shown(one.alt), drawn: true })));
  }
  report.same(`${name}: files that are asked for and missing`, missing, []);
  report.same(`${name}: errors of the page`, faults, []);
  await page.close();
};

const browser = await launch();
await play(browser, 'qti30', `${folder}/qti30/qti30.zip`);
await play(browser, 'qti21', 'qti21-as-30.zip');
await browser.close();
report.end(`qti-components ${version('@citolab/qti-components')}`, paper.items.length);
