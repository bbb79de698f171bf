// Takes a quiz inside a learning platform: keeps every answer through the SCORM 1.2 run-time as it is given, so that a
// closed window resumes, and at the end reports score, status and each answer, and shows why. Without a platform the page
// works the same and records nothing. What is asked, and the key, stand in key.js.
(() => {
  'use strict';

  const quiz = window.quiz;
  const form = document.querySelector('form');
  const status = document.getElementById('status');
  const started = Date.now();
  let done = false;
  let finished = false;
  let asked = false;

  // The platform: an object named API in a window above or behind this one.

  const above = (start) => {
    for (let window = start, steps = 0; window && steps < 500; window = window.parent, steps += 1) {
      try {
        if (window.API) return window.API;
      } catch {
        return null; // A window of another origin hides what is in it and above it.
      }
      if (window.parent === window) return null;
    }
    return null;
  };
  const found = above(window) || (window.opener ? above(window.opener) : null);
  const taken = (said) => String(said) !== 'false';
  const api = found && taken(found.LMSInitialize('')) ? found : null;
  const get = (name) => (api ? String(api.LMSGetValue(name)) : '');
  const set = (name, value) => !api || taken(api.LMSSetValue(name, String(value)));

  // Answers: for each question the values of its fields, as texts that count from 1; empty where nothing is chosen.

  const named = (name) => [...form.elements].filter((field) => field.name === name);
  const lists = (n) => [...form.elements].filter((field) => field.name.startsWith(`q${n}-`));
  const isChoice = (question) => ['single', 'true-false', 'multiple'].includes(question.form);
  const entered = (text) => text.trim().slice(0, 12);

  const answers = () =>
    quiz.questions.map((question, i) => {
      const fields = named(`q${i + 1}`);
      if (isChoice(question)) return fields.filter((field) => field.checked).map((field) => field.value);
      if (question.form === 'numeric') return fields.map((field) => entered(field.value)).filter((text) => text !== '');
      return lists(i + 1).map((field) => field.value);
    });

  const fill = (given) =>
    quiz.questions.forEach((question, i) => {
      const values = given[i] ?? [];
      const fields = named(`q${i + 1}`);
      if (isChoice(question)) fields.forEach((field) => (field.checked = values.includes(field.value)));
      else if (question.form === 'numeric') fields[0].value = values[0] ?? '';
      else lists(i + 1).forEach((field, k) => (field.value = values[k] ?? ''));
    });

  const isAnswered = (answer) => answer.length > 0 && answer.every((value) => value !== '');

  /** The number that is right, where one is entered. */
  const number = (question) => question.numbers[question.key[0]];

  /** The positions of the options that an answer chose; of numbers, those that it comes to. */
  const chosen = (question, answer) => {
    if (isChoice(question)) return answer.map((value) => Number(value) - 1);
    if (question.form !== 'numeric' || !isAnswered(answer)) return [];
    return question.numbers.flatMap((one, i) => (one === Number(answer[0]) ? [i] : []));
  };

  /** The part of the points that an answer gives, from 0 to 1. */
  const part = (question, answer) => {
    const key = question.key.map((i) => String(i + 1));
    switch (question.form) {
      case 'numeric':
        return /^[+-]?\d+$/.test(answer[0] ?? '') && Number(answer[0]) === number(question) ? 1 : 0;
      case 'order':
        return question.key.every((option, place) => answer[option] === String(place + 1)) ? 1 : 0;
      case 'match':
        return key.filter((value, i) => answer[i] === value).length / key.length;
      default:
        return answer.length === key.length && key.every((value) => answer.includes(value)) ? 1 : 0;
    }
  };

  // What the platform keeps of an answer: its kind, and values as SCORM 1.2 writes them.

  const KINDS = { single: 'choice', multiple: 'choice', 'true-false': 'true-false', order: 'sequencing', match: 'matching', numeric: 'numeric' };
  const letter = (i) => 'abcdefghijklmnopqrstuvwxyz'[i];

  const pattern = (question, values) => {
    const positions = values.map((value) => Number(value) - 1);
    switch (question.form) {
      case 'numeric':
        return values[0];
      case 'true-false':
        return positions[0] === 0 ? 't' : 'f';
      case 'match':
        return positions.map((option, prompt) => `${prompt + 1}.${letter(option)}`).join(',');
      case 'order': {
        const places = positions.map((place, option) => [place, letter(option)]).sort(([one], [other]) => one - other);
        return places.map(([, option]) => option).join(',');
      }
      default:
        return positions.map(letter).join(',');
    }
  };

  /** The right answer in the shape of a given one. */
  const right = (question) => {
    if (question.form === 'numeric') return [String(number(question))];
    if (question.form !== 'order') return question.key.map((i) => String(i + 1));
    return question.key.map((_, option) => String(question.key.indexOf(option) + 1));
  };

  const two = (number) => String(number).padStart(2, '0');
  const span = (milliseconds) => {
    const seconds = Math.floor(milliseconds / 1000);
    return `${String(Math.floor(seconds / 3600)).padStart(4, '0')}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  };
  const clock = () => {
    const now = new Date();
    return `${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}`;
  };

  // Keeping and resuming. A platform keeps 4,096 characters, so only values are kept, with a mark of the quiz.

  const keep = () => {
    const given = answers().map((answer) => answer.join(',').replaceAll(/[^-+,0-9]/g, ''));
    const kept = set('cmi.suspend_data', [quiz.mark, done ? 'done' : 'open', ...given].join('|').slice(0, 4096));
    if (api && !(taken(api.LMSCommit('')) && kept)) {
      status.textContent = 'The learning platform did not keep your answers. Leave this page open and tell your trainer.';
    }
  };

  const resume = () => {
    const [mark, state, ...given] = get('cmi.suspend_data').split('|');
    if (mark !== quiz.mark) return;
    fill(given.map((answer) => (answer === '' ? [] : answer.split(','))));
    if (state === 'done') show();
  };

  // The end: what it was worth, and why.

  const scored = () => {
    const given = answers();
    const parts = quiz.questions.map((question, i) => part(question, given[i]));
    const points = quiz.questions.reduce((sum, question, i) => sum + question.points * parts[i], 0);
    const most = quiz.questions.reduce((sum, question) => sum + question.points, 0);
    return { given, parts, percent: Math.round((points / most) * 10000) / 100 };
  };

  const mastery = () => {
    const told = get('cmi.student_data.mastery_score');
    return told === '' || Number.isNaN(Number(told)) ? quiz.mastery : Number(told);
  };

  const paragraph = (text) => {
    const element = document.createElement('p');
    element.textContent = text;
    return element;
  };

  /** Shows the result, and at each question whether it was right and why. */
  const show = () => {
    done = true;
    const { given, parts, percent } = scored();
    quiz.questions.forEach((question, i) => {
      const box = document.createElement('div');
      box.className = 'said';
      const head = { 0: 'Not right.', 1: 'Right.' }[parts[i]] ?? 'Partly right.';
      const wrong = chosen(question, given[i]).filter((option) => !question.key.includes(option));
      const own = wrong.map((option) => question.feedback[option]);
      [head, ...own, ...question.explanation].forEach((text) => box.append(paragraph(text)));
      document.getElementById(`q${i + 1}`).append(box);
    });
    [...form.elements].forEach((field) => (field.disabled = true));
    const word = percent >= mastery() ? 'Passed' : 'Not passed';
    status.textContent = `${word}: ${percent} percent, ${mastery()} are needed. Below each question stands why.`;
    status.focus();
  };

  const report = () => {
    const { given, parts, percent } = scored();
    quiz.questions.forEach((question, i) => {
      const one = `cmi.interactions.${i}`;
      set(`${one}.id`, question.id);
      set(`${one}.type`, KINDS[question.form]);
      set(`${one}.time`, clock());
      set(`${one}.correct_responses.0.pattern`, pattern(question, right(question)));
      set(`${one}.weighting`, question.points);
      if (isAnswered(given[i])) set(`${one}.student_response`, pattern(question, given[i]));
      set(`${one}.result`, parts[i] === 1 ? 'correct' : 'wrong');
    });
    set('cmi.core.score.min', 0);
    set('cmi.core.score.max', 100);
    set('cmi.core.score.raw', percent);
    set('cmi.core.lesson_status', percent >= mastery() ? 'passed' : 'failed');
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (done) return;
    const open = answers().flatMap((answer, i) => (isAnswered(answer) ? [] : [i + 1]));
    if (open.length > 0 && !asked) {
      asked = true;
      status.textContent = `Without an answer: ${open.join(', ')}. Hand in again to leave them so.`;
      status.focus();
      return;
    }
    report();
    show();
    keep();
  });

  form.addEventListener('change', () => {
    if (done) return;
    asked = false;
    keep();
  });

  // Enter in a field would hand in.
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && event.target.type === 'text') event.preventDefault();
  });

  const finish = () => {
    if (!api || finished) return;
    finished = true;
    set('cmi.core.session_time', span(Date.now() - started));
    set('cmi.core.exit', done ? '' : 'suspend');
    api.LMSFinish('');
  };
  window.addEventListener('pagehide', finish);
  window.addEventListener('beforeunload', finish);

  if (api) {
    if (['', 'not attempted', 'browsed'].includes(get('cmi.core.lesson_status'))) set('cmi.core.lesson_status', 'incomplete');
    resume();
  } else {
    status.textContent = found
      ? 'The learning platform did not open this quiz: nothing is recorded.'
      : 'No learning platform was found: nothing is recorded.';
  }
})();
