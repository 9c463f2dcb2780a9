// Finds the object of an offset, or of a time.
const mostSteps = 8;

/** @param go takes a run of one object and the offset to begin at; whole: the runs of the whole archive */
function jumpForms(partition, runsOf, go) {
  const answer = el('p', { role: 'status', class: 'quiet' });
  const offset = el('input', { id: 'jump-offset', inputmode: 'numeric', pattern: '[0-9 ,]{1,25}', required: true, autocomplete: 'off', size: 14 });
  const when = el('input', { id: 'jump-time', type: 'datetime-local', step: 1, required: true });
  const jump = (find) => async (event) => {
    event.preventDefault();
    answer.textContent = 'Looking…';
    try {
      answer.textContent = (await find()) ?? '';
    } catch (problem) {
      answer.textContent = problem.message;
    }
  };
  const toOffset = jump(() => findOffset(Number(offset.value.replace(/[ ,]/g, '')), runsOf, go));
  const toTime = jump(() => findTime(Date.parse(`${when.value}Z`), partition, runsOf, go));
  return el('div', { class: 'jumps' },
    el('form', { onsubmit: toOffset, 'aria-label': 'Jump to an offset' }, el('label', { for: 'jump-offset' }, 'Offset'), offset, el('button', {}, 'Go to offset')),
    el('form', { onsubmit: toTime, 'aria-label': 'Jump to a time' }, el('label', { for: 'jump-time' }, 'Time (UTC)'), when, el('button', {}, 'Go to time')),
    answer);
}

/** Returns why it can't be gone to. */
async function findOffset(offset, runsOf, go) {
  const { runs: [run] } = await runsOf({ fromOffset: offset, toOffset: offset + 1, runs: 2 });
  if (!run) return 'The archive begins after that offset.';
  if (offset < run.baseOffset) return `The archive begins at offset ${count(run.baseOffset)}.`;
  if (run.nextOffset !== undefined && offset >= run.nextOffset) return `No object has that offset; the one before it ends at ${count(run.nextOffset - 1)}.`;
  await go(run, offset);
  return undefined;
}

/** Narrows the archive down by the times of objects, then asks for the first record of that time. */
async function findTime(wanted, partition, runsOf, go) {
  let { runs } = await runsOf({});
  for (let step = 0; step < mostSteps; step++) {
    const run = timed(runs).findLast((each) => timesOf(each).from <= wanted) ?? timed(runs)[0];
    if (!run) return 'These objects don\'t say of what time they are.';
    if (run.objects === 1) return openAt(wanted, run, partition, runsOf, go);
    ({ runs } = await runsOf({ fromOffset: run.baseOffset, toOffset: run.nextOffset }));
  }
  return 'That time was not found.';
}

async function openAt(wanted, run, partition, runsOf, go) {
  const query = { fromOffset: run.baseOffset, fromTime: wanted };
  const { records: [record] } = await withKey(() => getRecords(partitionRoute(partition.topic, partition.partition, 'records'), query, 1));
  if (!record) return `Nothing is archived of that time or after it; the last object before it ends at ${time(timesOf(run).to)}.`;
  return findOffset(record.offset, runsOf, go);
}
