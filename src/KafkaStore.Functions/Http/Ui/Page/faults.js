// Faults with what to do, and the question before a partition is resumed.
const faultCard = (row, onDone) => el('article', { class: 'card bad', 'aria-label': `Fault of ${row.name}` },
  el('h3', {}, el('a', { href: partitionHash(row) }, row.name), el('span', { class: 'tag bad' }, row.fault?.kind ?? "can't be read")),
  el('p', {}, row.fault?.detail ?? row.trouble),
  row.fault && row.trouble && !row.fault.detail.includes(row.trouble.replace(/\.$/, '')) ? el('p', {}, row.trouble) : null,
  row.fault ? el('p', { class: 'buttons' }, el('button', { type: 'button', onclick: () => askToResume(row, onDone) }, `Resume ${row.name}…`)) : null);

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
  const go = el('button', { type: 'button', class: 'main', onclick: () => resume(row, answer, go, close, onDone) }, `Resume ${row.name}`);
  dialog.oncancel = null;
  dialog.replaceChildren(el('div', {},
    el('h2', { id: 'asking-title' }, `Resume ${row.name}?`),
    el('p', {}, row.fault.detail),
    el('p', {}, 'The archiver looks whether the cause is gone. If it is, the fault is cleared and the partition goes on within a minute. '
      + 'If it is not, the fault stays and you are told what is left to do. Nothing in the archive is changed and no record is left out.'),
    answer,
    el('p', { class: 'buttons' }, go, close)));
  dialog.showModal();
  close.focus();
}

async function resume(row, answer, go, close, onDone) {
  go.disabled = true;
  answer.replaceChildren(el('p', { class: 'quiet' }, 'Looking whether the cause is gone…'));
  try {
    const path = `topics/${encodeURIComponent(row.topic)}/resume`;
    const outcome = await (await send(route(path, { partition: row.partition }), { method: 'POST' })).json();
    answer.replaceChildren(...outcome.partitions.map(outcomeOf));
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
