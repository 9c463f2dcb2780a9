// What the picture shows, as a table.
const runsShown = 25;

/** @param view as drawTimeline takes it, with mostRows and showMore() */
function runsTable(view) {
  const newest = view.runs.map((run, i) => [run, runTimes(view.runs, i)]).reverse();
  const shown = newest.slice(0, view.mostRows);
  const objects = view.runs.reduce((all, run) => all + run.objects, 0);
  return [
    scrollable('Table of objects', el('table', { class: 'runs' },
      el('caption', {}, `${plural(objects, 'object')} in ${plural(view.runs.length, 'row')}, the newest first`),
      el('thead', {}, el('tr', {}, ['Offsets', 'Objects', 'From (UTC)', 'To (UTC)', 'Size', 'Rolled by']
        .map((name, i) => el('th', { scope: 'col', class: i === 1 || i === 4 ? 'number' : undefined }, name)))),
      el('tbody', {}, shown.map(([run, times]) => runRow(view, run, times))))),
    newest.length > shown.length
      ? el('p', { class: 'buttons' }, el('button', { type: 'button', id: 'more-runs', onclick: view.showMore }, 'Show more rows')) : null,
  ];
}

function runRow(view, run, times) {
  const end = run.nextOffset === undefined ? '' : ` – ${count(run.nextOffset - 1)}`;
  return el('tr', { class: run.baseOffset === view.selected ? 'selected' : undefined },
    el('th', { scope: 'row' }, el('button', {
      type: 'button', class: 'link', id: `run-${run.baseOffset}`, onclick: () => view.choose(run),
    }, `${count(run.baseOffset)}${end}`, el('span', { class: 'unseen' }, run.objects === 1 ? ', open this object' : `, show these ${count(run.objects)} objects`))),
    el('td', { class: 'number' }, count(run.objects)),
    el('td', {}, time(times?.from)), el('td', {}, time(times?.to)),
    el('td', { class: 'number' }, bytes(run.bytes)),
    el('td', {}, run.trouble ? el('span', { class: 'tag bad' }, run.trouble)
      : [el('span', { class: `swatch ${reasonOf(run)}` }), run.objects === 1 ? reasonOf(run) : `${reasonOf(run)}, the first`]));
}
