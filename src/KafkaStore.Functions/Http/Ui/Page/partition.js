// One partition: where it stands, its timeline, an object of it.

/** Builds the view; what it returns shows another status in it. */
function partitionView(main, topic, partition, onDone) {
  const view = {
    topic, partition, name: nameOf(topic, partition), window: {}, isTime: true, isWhole: true, mostRows: runsShown, runs: null, loadedTo: undefined,
    stopping: new AbortController(), objectStopping: new AbortController(),
  };
  const parts = Object.fromEntries(['figures', 'fault', 'timeline', 'hint', 'table', 'object'].map((name) => [name, el('div', { id: `part-${name}` })]));
  const runsOf = (query) => withKey(() => getJson(partitionRoute(topic, partition, 'timeline'), query, { signal: view.stopping.signal }));
  const draw = () => drawPartition(view, parts);
  Object.assign(view, {
    load: () => loadRuns(view, parts, runsOf),
    hint: (text) => parts.hint.replaceChildren(text),
    choose: (run) => (run.objects === 1 ? openObject(view, parts, run) : zoom(view, { fromOffset: run.baseOffset, toOffset: run.nextOffset })),
    showMore: () => { view.mostRows += runsShown * 4; draw(); },
  });
  const go = async (run, offset) => {
    if (!view.runs?.some((each) => each.objects === 1 && each.baseOffset === run.baseOffset)) {
      const around = Math.max(1, (run.nextOffset ?? run.baseOffset + 1) - run.baseOffset) * 20;
      await zoom(view, { fromOffset: Math.max(0, run.baseOffset - around), toOffset: run.baseOffset + around });
    }
    openObject(view, parts, run, offset);
  };
  renew(main,
    el('nav', { 'aria-label': 'Breadcrumb', class: 'crumbs' }, el('a', { href: '#' }, 'All partitions'), ' / ', el('span', { 'aria-current': 'page' }, view.name)),
    el('h1', {}, view.name), parts.figures, parts.fault,
    el('section', { 'aria-labelledby': 'timeline-title' },
      el('h2', { id: 'timeline-title' }, 'Timeline'),
      el('div', { class: 'controls' }, zoomButtons(view), scaleChoice(view, draw), jumpForms(view, runsOf, go)),
      parts.timeline, parts.hint, legend(), parts.object, parts.table));
  parts.hint.className = 'hint quiet';
  const resized = new ResizeObserver(() => view.runs?.length && draw());
  resized.observe(parts.timeline);
  view.stopping.signal.addEventListener('abort', () => { resized.disconnect(); view.objectStopping.abort(); });
  const show = (now) => showPartition(view, parts, now, onDone);
  show.end = () => view.stopping.abort();
  return show;
}

function showPartition(view, parts, now, onDone) {
  const row = now.rows.find((each) => each.name === view.name);
  if (!row) {
    parts.figures.replaceChildren(el('p', { class: 'empty' }, `The archive has no partition ${view.name}, and none is being archived.`));
    return;
  }
  view.row = row;
  renew(parts.figures, figures(row));
  renew(parts.fault, row.needsHelp ? faultCard(row, onDone) : null);
  if (view.runs === null || (view.isWhole && row.archivedNext !== view.loadedTo)) view.load();
  else if (view.runs.length) drawPartition(view, parts);
}

const figures = (row) => facts(
  ['State', el('span', { class: `tag ${stateOf(row)[0]}` }, stateOf(row)[1])],
  ['Archived to', count(row.archivedNext), row.last ? `${time(row.last.largestTimestamp)} UTC` : null],
  row.mirrorLag !== undefined && ['Mirrored to', row.mirrorLag ? `${count(row.archivedNext - row.mirrorLag)}` : 'all', row.mirrorLag ? `${count(row.mirrorLag)} not mirrored` : null],
  ['Read-committed end', count(row.brokerEnd), row.brokerStart > 0 ? `the broker has it from ${count(row.brokerStart)}` : null],
  ['Not archived', count(row.lag), stagedOf(row) ? `${count(stagedOf(row))} staged` : null],
  ['Behind by', row.lagTime === undefined ? unknown : duration(row.lagTime)],
  ['Coming in', rate(row.incoming), row.archiving === undefined ? null : `${rate(row.archiving)} archived`],
  row.identity && ['Kafka topic id', el('code', {}, row.identity.topicId), `generation ${row.identity.generation}, since ${time(Date.parse(row.identity.since))}`]);

async function loadRuns(view, parts, runsOf) {
  const target = view.row?.archivedNext;
  if (view.runs === null) parts.timeline.replaceChildren(el('p', { class: 'loading' }, 'Reading the chain of objects…'));
  try {
    const most = Math.max(40, Math.min(200, Math.floor(parts.timeline.clientWidth / 4)));
    view.runs = (await runsOf({ ...view.window, runs: most })).runs;
  } catch (problem) {
    if (problem.name === 'AbortError') return;
    view.runs = [];
    parts.timeline.replaceChildren(problem.status === 404 ? el('p', { class: 'empty' }, 'Nothing of this partition is archived yet.') : el('p', { class: 'notice bad' }, problem.message));
    return;
  } finally {
    view.loadedTo = target;
  }
  drawPartition(view, parts);
}

function drawPartition(view, parts) {
  view.isWhole = view.window.toOffset === undefined;
  if (!view.runs.length) {
    renew(parts.timeline, el('p', { class: 'empty' }, 'No object lies here.'));
    renew(parts.table);
    return;
  }
  const drawn = { ...view, isTime: view.isTime && timed(view.runs).length * 2 > view.runs.length, width: Math.max(280, parts.timeline.clientWidth) };
  const focused = parts.timeline.contains(document.activeElement) ? document.activeElement.getAttribute('aria-label') : null;
  parts.timeline.replaceChildren(drawTimeline(drawn));
  if (focused) [...parts.timeline.querySelectorAll('.bar')].find((bar) => bar.getAttribute('aria-label') === focused)?.focus();
  renew(parts.table, runsTable(drawn));
}

async function zoom(view, window) {
  view.window = window;
  view.mostRows = runsShown;
  await view.load();
  announce(`${plural(view.runs.reduce((all, run) => all + run.objects, 0), 'object')} shown`);
}

function zoomButtons(view) {
  const bounds = () => ({ from: view.runs?.[0]?.baseOffset ?? 0, to: view.runs?.at(-1)?.nextOffset ?? view.row?.archivedNext ?? 1 });
  const move = (from, to) => () => {
    const now = bounds();
    const length = Math.max(1, now.to - now.from);
    const next = { fromOffset: Math.max(0, Math.floor(now.from + from * length)), toOffset: Math.ceil(now.to + to * length) };
    const isAll = next.fromOffset === 0 && next.toOffset >= (view.row?.archivedNext ?? 0);
    zoom(view, isAll ? {} : next);
  };
  const button = (words, act) => el('button', { type: 'button', onclick: act }, words);
  return el('div', { class: 'group', role: 'group', 'aria-label': 'Part of the archive' },
    button('Whole archive', () => zoom(view, {})), button('Zoom out', move(-1.5, 1.5)), button('Earlier', move(-0.7, -0.7)), button('Later', move(0.7, 0.7)));
}

function scaleChoice(view, draw) {
  const select = el('select', { onchange: () => { view.isTime = select.value === 'time'; if (view.runs?.length) draw(); } },
    el('option', { value: 'time' }, 'time'), el('option', { value: 'offset' }, 'offsets'));
  return el('label', {}, 'Scale ', select);
}

function openObject(view, parts, run, from) {
  view.objectStopping.abort();
  view.objectStopping = new AbortController();
  view.selected = run.baseOffset;
  drawPartition(view, parts);
  showObject(parts.object, view, run, from, view.objectStopping.signal, () => {
    view.objectStopping.abort();
    view.selected = undefined;
    parts.object.replaceChildren();
    drawPartition(view, parts);
    byId(`run-${run.baseOffset}`)?.focus();
  });
}
