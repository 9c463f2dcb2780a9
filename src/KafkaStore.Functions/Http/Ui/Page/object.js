// An object's facts and first records.
const reasons = {
  Age: 'its first record had become as old as the topic allows',
  Size: 'it had become as large as the topic allows',
  Count: 'it had as many records as the topic allows',
  Idle: 'nothing more came for as long as the topic allows',
  Requested: 'the archiver was asked to close it',
};

/** Shows a run of one object; from is the first record to show. */
function showObject(place, partition, run, from, signal, close) {
  const { first } = run;
  const times = timesOf(run);
  const records = el('div', {});
  const length = run.nextOffset === undefined ? undefined : run.nextOffset - run.baseOffset;
  place.replaceChildren(
    el('section', { class: 'card', 'aria-labelledby': 'object-title' },
      el('h2', { id: 'object-title', tabindex: -1 }, 'Object ', el('code', {}, run.name)),
      el('p', { class: 'buttons corner' }, el('button', { type: 'button', onclick: close }, 'Close')),
      run.trouble ? el('p', { class: 'notice bad' }, run.trouble) : null,
      facts(
        ['Offsets', `${count(run.baseOffset)} – ${run.nextOffset === undefined ? '?' : count(run.nextOffset - 1)}`],
        ['Records', count(first?.records), length > first?.records ? `${plural(length - first.records, 'offset')} without one` : null],
        ['Size', bytes(run.bytes), first?.records ? `${bytes(run.bytes / first.records)} a record` : null],
        ['First time (UTC)', time(times?.from)],
        ['Last time (UTC)', time(times?.to)],
        ['Spans', times ? duration(times.to - times.from) : unknown,
          times && first?.records && times.to > times.from ? rate(first.records / ((times.to - times.from) / 1000)) : null],
        ['Rolled by', reasonOf(run), reasons[first?.rollReason]]),
      first?.recordsSha256 ? el('p', { class: 'quiet' }, 'SHA-256 of its records ', el('code', { class: 'hash' }, first.recordsSha256)) : null,
      run.first || !run.trouble ? records : null));
  if (!run.trouble) showRecords(records, partition, from ?? run.baseOffset, run.nextOffset ?? Number.MAX_SAFE_INTEGER, signal);
  byId('object-title').focus({ preventScroll: true });
  place.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
}
