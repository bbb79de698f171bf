// Reads the GIFT file with gift-pegjs and compares questions, keys and weights with the trainer's file.

import { readFileSync } from 'node:fs';
import * as gift from 'gift-pegjs';

const folder = process.argv[2];
const paper = JSON.parse(readFileSync(`${folder}/json/quiz-with-keys.json`, 'utf8'));
const notes = JSON.parse(readFileSync(`${folder}/notes/gift.json`, 'utf8'));
const parse = gift.parse ?? gift.default.parse;
const left = new Set((notes.notes ?? notes).filter((note) => !note.exported_as).map((note) => note.item));

let differences = 0;
const same = (what, found, expected) => {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value));
  if (one === other) return;
  differences += 1;
  console.error(`${what}: found ${one}, expected ${other}`);
};

// A joiner of no width keeps marks of the format apart and is not to be seen.
// In pairs the client leaves the numbers that it puts for escaped marks while it reads.
const flat = (text) =>
  `${text ?? ''}`
    .replaceAll('\u2060', '')
    .replace(/&&(\d{3});/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')
    .trim();
const shown = (option) => flat(option.text);

const questions = parse(readFileSync(`${folder}/gift/quiz.gift`, 'utf8')).filter((one) => one.type !== 'Description');
const items = paper.items.filter((item) => !left.has(item.id));
same('questions', questions.length, items.length);
items.forEach((item, i) => {
  const read = questions[i];
  const right = item.key.map((at) => shown(item.options[at]));
  const choices = (Array.isArray(read.choices) && item.form !== 'numeric' ? read.choices : []).map((one) => [flat(one.text.text), one]);
  const cells = item.exhibits.flatMap((exhibit) => exhibit.rows.flat()).map(flat);
  same(`${item.id} cells of exhibits that are not told`, cells.filter((cell) => !flat(read.stem.text).includes(cell)), []);
  switch (item.form) {
    case 'single':
    case 'true-false':
      same(`${item.id} kind`, read.type, 'MC');
      same(`${item.id} options`, choices.map(([text]) => text), item.options.map(shown));
      same(`${item.id} key`, choices.filter(([, one]) => one.isCorrect).map(([text]) => text), right);
      break;
    case 'multiple': {
      same(`${item.id} options`, choices.map(([text]) => text), item.options.map(shown));
      const worth = choices.reduce((sum, [text, one]) => sum + (right.includes(text) ? one.weight : 0), 0);
      same(`${item.id} key is worth everything`, Math.round(worth), 100);
      same(`${item.id} wrong options count against`, choices.every(([text, one]) => right.includes(text) === one.weight > 0), true);
      break;
    }
    case 'numeric':
      same(`${item.id} key`, [read.choices].flat()[0].number, item.options[item.key[0]].number);
      break;
    default: {
      const prompts = item.form === 'order' ? right.map((_, n) => `Step ${n + 1}`) : item.prompts.map(flat);
      const pairs = read.matchPairs.map((pair) => [flat(pair.subquestion.text), flat(pair.subanswer)]);
      const over = item.options.filter((_, at) => !item.key.includes(at)).map((option) => ['', shown(option)]);
      same(`${item.id} pairs`, pairs, [...prompts.map((prompt, n) => [prompt, right[n]]), ...over]);
    }
  }
});
const { version } = JSON.parse(readFileSync('node_modules/gift-pegjs/package.json', 'utf8'));
if (differences > 0) process.exit(1);
console.log(`gift-pegjs ${version}\t${questions.length}\tyes`);
