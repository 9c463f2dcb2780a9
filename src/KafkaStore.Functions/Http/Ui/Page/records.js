// Records of an object, as text.
const shownCharacters = 2000;
const scrolledCharacters = 500; // may be higher than its room, so that it has to be reached by keys
const recordsAtATime = 10;
const offsetsAtATime = 10_000;

/** Loads the records from an offset on and shows them in an element. */
async function showRecords(place, partition, from, to, signal) {
  const rows = el('tbody', {});
  const below = el('p', { class: 'buttons' });
  place.replaceChildren(
    scrollable('Table of records', el('table', { class: 'records' }, el('caption', {}, `Records from offset ${count(from)} on`),
      el('thead', {}, el('tr', {}, ['Offset', 'Time (UTC)', 'Key', 'Value'].map((name) => el('th', { scope: 'col' }, name)))), rows)), below);
  await moreRecords({ ...partition, rows, below, from, to, signal });
}

async function moreRecords(view) {
  const { rows, below, from, to, signal } = view;
  below.replaceChildren(el('span', { class: 'loading' }, 'Reading records…'));
  try {
    const { records, next } = await nextRecords(view, signal);
    rows.append(...records.map(recordRow));
    if (next === undefined) rows.append(note('The next record is too large for a page: kafka-store-reader shows it.'));
    if (!rows.children.length) rows.append(note('No record lies from here on: the offsets are holes.'));
    below.replaceChildren(next < to
      ? el('button', { type: 'button', onclick: () => moreRecords({ ...view, from: next }) }, 'Show more records')
      : el('span', { class: 'quiet' }, next === undefined ? '' : "This is the object's end."));
  } catch (problem) {
    if (problem.name === 'AbortError') return;
    below.replaceChildren(el('span', { class: 'notice bad' }, problem.message));
  }
}

/** The next records, past holes that may be wider than a page. */
async function nextRecords({ topic, partition, from, to }, signal) {
  const query = { fromOffset: from, toOffset: to, limit: offsetsAtATime, decode: 'true' };
  const found = await withKey(() => getRecords(partitionRoute(topic, partition, 'records'), query, recordsAtATime, { signal }));
  const isHole = !found.records.length && found.next > from && found.next < to;
  return isHole ? nextRecords({ topic, partition, from: found.next, to }, signal) : found;
}

const note = (text) => el('tr', {}, el('td', { colspan: 4, class: 'quiet' }, text));

const recordRow = (record) => el('tr', {},
  el('th', { scope: 'row', class: 'number' }, count(record.offset)),
  el('td', { 'data-name': 'Time' }, time(record.timestamp)),
  el('td', { 'data-name': 'Key' }, bytesOf(record, 'key', 'no key')),
  el('td', { 'data-name': 'Value' }, bytesOf(record, 'value', 'null: a tombstone'), headersOf(record)));

/** @param holder has the bytes as text, as decoded JSON, or in base64 */
function bytesOf(holder, name, ofNull) {
  const base64 = holder[`${name}Base64`];
  if (base64 !== undefined) return [el('span', { class: 'tag still' }, 'not text, in base64'), longText(base64)];
  const value = holder[name];
  if (value === null || value === undefined) return el('span', { class: 'quiet' }, ofNull);
  if (value === '') return el('span', { class: 'quiet' }, 'empty');
  return typeof value === 'string' ? longText(value) : [el('span', { class: 'tag still' }, 'decoded'), longText(JSON.stringify(value, null, 2))];
}

function longText(text) {
  const shown = el('pre', { tabindex: text.length > scrolledCharacters ? 0 : undefined }, text.slice(0, shownCharacters));
  if (text.length <= shownCharacters) return shown;
  const all = el('button', { type: 'button', onclick: () => { shown.textContent = text; all.remove(); } }, `Show all ${count(text.length)} characters`);
  return [shown, all];
}

const headersOf = (record) => record.headers && el('details', {}, el('summary', {}, plural(record.headers.length, 'header')),
  el('dl', { class: 'headers' }, record.headers.map((header) => [el('dt', {}, header.key), el('dd', {}, bytesOf(header, 'value', 'null'))]).flat()));
