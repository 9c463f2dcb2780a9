// All partitions: figures of them together, what needs help, and a table that shows the worst first.
const pageRows = 200;
const choice = { topic: '', isHelpOnly: false, order: 'worst', shown: pageRows };

const partitionHash = (row) => `#/${encodeURIComponent(row.topic)}/${row.partition}`;

/** Builds the view; what it returns shows another status in it. */
function listView(main, onDone) {
  const parts = { totals: el('div', {}), faults: el('div', {}), table: el('div', {}) };
  let now;
  const again = () => renew(parts.table, tableOf(now, again));
  const filter = el('input', {
    id: 'filter', type: 'search', autocomplete: 'off', spellcheck: 'false',
    oninput: () => { choice.topic = filter.value.trim().toLowerCase(); choice.shown = pageRows; again(); },
  });
  filter.value = choice.topic;
  const help = el('input', { type: 'checkbox', id: 'help-only', onchange: () => { choice.isHelpOnly = help.checked; again(); } });
  help.checked = choice.isHelpOnly;
  const order = el('select', { id: 'order', onchange: () => { choice.order = order.value; again(); } },
    el('option', { value: 'worst' }, 'worst first'), el('option', { value: 'name' }, 'by name'));
  order.value = choice.order;
  renew(main,
    el('h1', {}, 'Archive status'), parts.totals, parts.faults,
    el('section', { 'aria-labelledby': 'partitions-title' },
      el('h2', { id: 'partitions-title' }, 'Partitions'),
      el('search', { class: 'controls' },
        el('label', {}, 'Topic ', filter),
        el('label', { class: 'check' }, help, ' only what needs help'),
        el('label', {}, 'Order ', order)),
      parts.table));
  return (next) => {
    now = next;
    renew(parts.totals, totals(next.rows, next.status), notices(next.status));
    renew(parts.faults, faultList(next.rows, onDone));
    again();
  };
}

const totals = (rows, status) => facts(
  ['Partitions', count(rows.length), `of ${plural(new Set(rows.map((row) => row.topic)).size, 'topic')}`],
  ['Need help', count(rows.filter((row) => row.needsHelp).length)],
  ['Not archived', count(sum(rows, (row) => row.lag)), `${plural(sum(rows, stagedOf) ?? 0, 'offset')} of it staged`],
  ['Coming in', rate(sum(rows, (row) => row.incoming))],
  ['Being archived', rate(sum(rows, (row) => row.archiving))],
  ['Lost ranges', count(rows.reduce((total, row) => total + row.lost.length, 0))],
  status.mirrors && ['Not mirrored', count(sum(status.mirrors, (mirror) => mirror.lag)), plural(status.mirrors.length, 'mirror')],
  status.disks && ['Disk left', bytes(Math.min(...status.disks.map((disk) => disk.freeBytes))), `of ${status.disks.map((disk) => disk.store).join(', ')}`]);

/** What is wrong beside partitions, with what to do; then what is only worth knowing. */
function notices(status) {
  const asked = Date.parse(status.askedAt);
  const since = (time, begin, otherwise) => (time ? `${begin} for ${duration(asked - Date.parse(time))}` : otherwise);
  const wrong = [
    status.brokerTrouble && `${since(status.brokerTroubleSince, 'The brokers have been away', "The brokers can't be asked")}: ${status.brokerTrouble}`,
    status.acceptTrouble && `${since(status.acceptTroubleSince, 'Nothing could be accepted', 'Nothing can be accepted')}: ${status.acceptTrouble} It is tried again; nothing is lost.`,
    status.stagingTrouble && `The staging location can't be read: ${status.stagingTrouble}`,
    ...(status.disks ?? []).map((disk) => disk.trouble),
    ...(status.mirrors ?? []).map((mirror) => mirror.trouble && `Mirror ${mirror.name ?? mirror.mirror} ${since(mirror.troubleSince, 'has been behind', 'is behind')}: ${mirror.trouble}`),
    ...status.topics.map((topic) => topic.trouble && !topic.former && `${topic.topic}: ${topic.trouble}`),
  ];
  const known = status.topics.filter(({ former, identity }) => !former && identity?.generation > 0 && asked - Date.parse(identity.since) < newsFor)
    .map(({ topic, identity }) => `${identity.kafkaTopic} was deleted and created again: since ${time(Date.parse(identity.since))} UTC it is archived as ${topic}, `
      + 'and what was archived before stays under its own name. Nothing is to be done.');
  return [...wrong.filter(Boolean).map((text) => el('p', { class: 'notice bad' }, text)), ...known.map((text) => el('p', { class: 'notice' }, text))];
}

const newsFor = 7 * 86_400_000;

function tableOf(now, again) {
  const rows = now.rows.filter((row) => row.topic.toLowerCase().includes(choice.topic) && (row.needsHelp || !choice.isHelpOnly));
  if (choice.order === 'name') rows.sort(byName);
  if (!now.rows.length) return el('p', { class: 'empty' }, 'The archive is empty, and no topic is being archived yet. The first objects appear here once they are sealed.');
  if (!rows.length) return el('p', { class: 'empty' }, 'No partition is like that.');
  const shown = rows.slice(0, choice.shown);
  const caption = `${count(shown.length)} of ${plural(rows.length, 'partition')}, ${choice.order === 'name' ? 'by name' : 'the worst first'}`;
  return [
    scrollable('Table of partitions', el('table', { class: 'partitions' },
      el('caption', {}, caption),
      el('thead', {}, el('tr', {}, ['Partition', 'State', 'Archived to', 'Broker end', 'Not archived', 'Behind by', 'In', 'Archiving', 'Lost']
        .map((name, i) => el('th', { scope: 'col', class: i > 1 ? 'number' : undefined }, name)))),
      el('tbody', {}, shown.map(rowOf)))),
    rows.length > shown.length
      ? el('p', { class: 'buttons' }, el('button', { type: 'button', id: 'more', onclick: () => { choice.shown += pageRows; again(); } },
        `Show ${count(Math.min(pageRows, rows.length - shown.length))} more`)) : null,
  ];
}

function rowOf(row) {
  const [kind, words] = stateOf(row);
  const number = (...content) => el('td', { class: 'number' }, content);
  return el('tr', {},
    el('th', { scope: 'row' }, el('a', { href: partitionHash(row), id: `row-${row.name}` }, row.name)),
    el('td', {}, el('span', { class: `tag ${kind}` }, words)),
    number(count(row.archivedNext), row.mirrorLag ? el('span', { class: 'note' }, `${count(row.mirrorLag)} not mirrored`) : null), number(count(row.brokerEnd)),
    number(count(row.lag), stagedOf(row) ? el('span', { class: 'note' }, `${count(stagedOf(row))} staged`) : null),
    number(row.lagTime === undefined ? unknown : duration(row.lagTime)),
    number(rate(row.incoming)), number(rate(row.archiving)),
    number(row.lost.length ? count(row.lost.length) : unknown));
}
