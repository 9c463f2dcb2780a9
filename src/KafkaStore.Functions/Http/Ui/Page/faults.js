// Faults with what to do, and the question before a partition is resumed.
const faultCard = (row, onDone) => el('article', { class: 'card bad', 'aria-label': `Fault of ${row.name}` },
  el('h3', {}, el('a', { href: partitionHash(row) }, row.name), el('span', { class: 'tag bad' }, row.fault?.kind ?? stateOf(row)[1])),
  troublesOf(row).map((text) => el('p', {}, text)),
  row.fault ? el('p', { class: 'buttons' }, el('button', { type: 'button', onclick: () => askToResume(row, onDone) }, `Resume ${row.name}…`)) : null);

/** Sentences on what is wrong; one that another says too comes once. */
const troublesOf = (row) => [row.fault?.detail, row.trouble, ...row.missing.map((gap) => gap.detail),
  row.sealTrouble && `Its last file could not be written: ${row.sealTrouble} It is tried again; nothing is lost.`]
  .filter(Boolean).filter((text, i, all) => !all.slice(0, i).some((other) => other.includes(text.replace(/\.$/, ''))));

function faultList(rows, onDone) {
  const wrong = rows.filter((row) => row.needsHelp);
  if (!wrong.length) return null;
  const shown = wrong.slice(0, 20);
  return el('section', { 'aria-labelledby': 'faults-title' },
    el('h2', { id: 'faults-title' }, `${plural(wrong.length, 'partition needs', 'partitions need')} help`),
    el('div', { class: 'cards' }, shown.map((row) => faultCard(row, onDone))),
    wrong.length > shown.length ? el('p', { class: 'quiet' }, `and ${wrong.length - shown.length} more, in the table below.`) : null);
}

function askToResume(row, onDone) {
  const dialog = byId('asking');
  const answer = el('div', { role: 'status' });
  const close = el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel');
  const choice = identityKinds.includes(row.fault.kind) ? identityChoice(row) : null;
  const go = el('button', { type: 'button', class: 'main', onclick: () => resume(row, choice, answer, go, close, onDone) }, `Resume ${row.name}`);
  dialog.oncancel = null;
  dialog.replaceChildren(el('div', {},
    el('h2', { id: 'asking-title' }, `Resume ${row.name}?`),
    el('p', {}, row.fault.detail),
    el('p', {}, 'The archiver looks whether the cause is gone. If it is, the fault is cleared and the partition goes on within a minute. '
      + 'If it is not, the fault stays and you are told what is left to do. Nothing in the archive is changed and no record is left out.'),
    choice,
    answer,
    el('p', { class: 'buttons' }, go, close)));
  dialog.showModal();
  close.focus();
}

// Which topic the brokers have now only an operator knows.
const identityKinds = ['TopicRecreated', 'OtherCluster'];

function identityChoice(row) {
  const option = (value, words, ...more) => el('p', {}, el('label', { class: 'check' },
    el('input', { type: 'radio', name: 'identity', value, checked: value === '' }), ' ', words), more);
  const topic = row.identity?.kafkaTopic ?? row.topic;
  return el('fieldset', {}, el('legend', {}, `What the brokers have as ${topic} now`),
    option('', 'I do not say: look whether the cause is gone'),
    option('new', 'Another topic: archive it as the next generation, beside this one'),
    option('same', 'The same topic, with the same records at the same offsets, under the id'),
    el('input', { id: 'same-id', 'aria-label': 'Id of the topic', autocomplete: 'off', spellcheck: 'false', size: 24 }));
}

/** What is asked for: of one partition or, where somebody says what the topic is, of all. */
function resumeQuery(row, choice) {
  const said = choice?.querySelector('input:checked')?.value;
  if (said === 'new') return { newGeneration: true };
  return said === 'same' ? { sameTopic: byId('same-id').value.trim() } : { partition: row.partition };
}

async function resume(row, choice, answer, go, close, onDone) {
  go.disabled = true;
  answer.replaceChildren(el('p', { class: 'quiet' }, 'Looking whether the cause is gone…'));
  try {
    const path = `topics/${encodeURIComponent(row.topic)}/resume`;
    const outcome = await (await send(route(path, resumeQuery(row, choice)), { method: 'POST' })).json();
    answer.replaceChildren(...[
      outcome.generation && el('p', { class: 'notice good' }, el('strong', {}, `It is ${outcome.generation}`), `, with the id ${outcome.topicId}.`),
      ...outcome.partitions.map(outcomeOf)].filter(Boolean));
    if (outcome.partitions.every((each) => each.result !== 'stillThere')) go.hidden = true;
  } catch (problem) {
    answer.replaceChildren(el('p', { class: 'notice bad' }, problem.status === 404
      ? 'This process only serves the archive. Ask the archiver itself, or run kafka-store resume.' : problem.message));
  }
  go.disabled = false;
  close.textContent = 'Close';
  close.focus();
  onDone();
}

function outcomeOf({ result, detail }) {
  const [kind, words] = {
    cleared: ['good', 'Cleared.'],
    stillThere: ['bad', 'The fault is still there.'],
    notFaulted: ['good', 'It is not faulted any more.'],
  }[result] ?? ['bad', result];
  return el('p', { class: `notice ${kind}` }, el('strong', {}, words), ' ', detail);
}
