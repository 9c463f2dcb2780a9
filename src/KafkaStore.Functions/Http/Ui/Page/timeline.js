// The chain of objects as a picture. What can be clicked can be reached with the arrow keys, and the table below says the same.
const picture = { height: 132, top: 22, bars: 78, tail: 90 };

const reasonOf = (run) => run.first?.rollReason ?? (run.trouble ? 'Unreadable' : 'Unknown');

/** One sentence on a run. */
function sayRun(run, times) {
  const what = run.objects === 1 ? 'Object' : `${count(run.objects)} objects`;
  const end = run.nextOffset === undefined ? 'on' : `to ${count(run.nextOffset - 1)}`;
  const when = times ? `, ${time(times.from)} to ${time(times.to)}` : '';
  const why = run.trouble ? `: ${run.trouble}` : run.objects === 1 ? `, rolled by ${reasonOf(run)}` : `, the first rolled by ${reasonOf(run)}`;
  return `${what}, offsets ${count(run.baseOffset)} ${end}${when}, ${bytes(run.bytes)}${why}`;
}

/** @param view runs, row (the partition's status), isTime, isWhole, width, selected, choose(run), hint(text) */
function drawTimeline(view) {
  const { runs, row, isTime, width } = view;
  const end = Math.max(row.archivedNext ?? 0, row.stagedNext ?? 0, row.brokerEnd ?? 0);
  const archiveEnd = runs.at(-1)?.nextOffset ?? row.archivedNext ?? 0;
  const hasTail = view.isWhole && end > archiveEnd;
  const scale = isTime ? timeScale(runs, hasTail ? width - Math.min(picture.tail, width * 0.2) : width) : scaleOf(runs[0].baseOffset, view.isWhole ? Math.max(end, archiveEnd) : archiveEnd, width);
  const x = (offset) => {
    if (!isTime) return scale.at(offset);
    if (offset < archiveEnd) return scale.at(timeAt(runs, offset) ?? scale.from);
    return scale.width + (width - scale.width) * ((offset - archiveEnd) / Math.max(1, end - archiveEnd));
  };
  const bars = drawBars(view, scale, x);
  const marks = [
    ...(view.isWhole ? drawTail(row, archiveEnd, x, picture) : []),
    ...drawGaps(runs, row.missing, x),
    ...row.lost.filter((range) => range.to > runs[0].baseOffset && (view.isWhole || range.from < archiveEnd)).map((range) => drawLost(range, isTime ? lostTimes(runs, range) : range, isTime ? scale.at : x)),
    row.fault && view.isWhole ? mark('fault', x(archiveEnd), x(archiveEnd), `The partition is faulted here: ${row.fault.kind}`) : null,
  ];
  const label = `Timeline of ${row.name}: ${plural(runs.reduce((all, run) => all + run.objects, 0), 'object')}. Arrow keys go from one to the next, Enter opens it.`;
  const drawing = svg('svg', { class: 'timeline', width, height: picture.height, viewBox: `0 0 ${width} ${picture.height}`, role: 'group', 'aria-label': label },
    svg('defs', {}, svg('pattern', { id: 'hatch', width: 6, height: 6, patternUnits: 'userSpaceOnUse', patternTransform: 'rotate(45)' }, svg('rect', { class: 'hatching', width: 3, height: 6 }))),
    axis(scale, isTime, width), ...bars, ...marks.filter(Boolean));
  moveWithKeys(drawing, bars);
  return drawing;
}

// What is not archived has no time yet and room of its own: it may be seconds or months younger.
function timeScale(runs, width) {
  const known = timed(runs);
  return scaleOf(Math.min(...known.map((run) => timesOf(run).from)), Math.max(...known.map((run, i) => runTimes(known, i).to)), width);
}

function drawBars(view, scale, x) {
  const { runs, isTime, selected } = view;
  const largest = Math.max(...runs.map((run) => run.bytes / run.objects), 1);
  return runs.map((run, i) => {
    const times = runTimes(runs, i);
    const from = isTime && times ? scale.at(times.from) : x(run.baseOffset);
    const to = isTime && times ? scale.at(times.to) : x(run.nextOffset ?? run.baseOffset + 1);
    const height = picture.bars * (0.3 + 0.7 * Math.sqrt(run.bytes / run.objects / largest));
    const text = sayRun(run, times);
    const isSelected = selected !== undefined && run.baseOffset === selected;
    return svg('rect', {
      x: from, y: picture.top + picture.bars - height, width: Math.max(1.5, to - from - 0.5), height, rx: 1,
      class: `bar ${reasonOf(run)}${run.objects > 1 ? ' several' : ''}${isSelected ? ' selected' : ''}`,
      role: 'button', tabindex: (selected === undefined ? i === runs.length - 1 : isSelected) ? 0 : -1, 'aria-label': text,
      onclick: () => view.choose(run), onpointerenter: () => view.hint(text), onfocus: () => view.hint(text),
    }, svg('title', {}, text));
  });
}

function drawTail(row, archiveEnd, x, { top, bars }) {
  const staged = Math.max(archiveEnd, row.stagedNext ?? archiveEnd);
  const broker = Math.max(staged, row.brokerEnd ?? staged);
  const piece = (name, from, to, text) => (to <= from ? null : svg('rect', {
    class: name, x: x(from) + 1, y: top + bars * 0.35, width: Math.max(3, x(to) - x(from) - 1), height: bars * 0.65, rx: 1, role: 'img', 'aria-label': text,
  }, svg('title', {}, text)));
  return [
    piece('staged', archiveEnd, staged, `Staged, not archived yet: offsets ${count(archiveEnd)} to ${count(staged - 1)}`),
    piece('waiting', staged, broker, `At the broker alone: offsets ${count(staged)} to ${count(broker - 1)}`),
  ];
}

const drawLost = (range, between, at) => mark('lost', at(between.from ?? 0), at(between.to ?? 0), `Lost: offsets ${count(range.from)} to ${count(range.to - 1)}`);

// An object's own word is where its successor begins; where none begins there, an object is missing. Within a run of several the archiver says so.
function drawGaps(runs, missing, x) {
  const seen = runs.slice(0, -1).map((run, i) => ({ from: run.nextOffset, to: runs[i + 1].baseOffset, isOne: run.objects === 1 }))
    .filter(({ from, to, isOne }) => isOne && from !== undefined && from < to);
  const said = missing.filter(({ from, to }) => from >= runs[0].baseOffset && to <= runs.at(-1).baseOffset && !seen.some((gap) => gap.from === from));
  return [...seen, ...said].map(({ from, to }) => mark('lost', x(from), x(to), `Missing: no object has offsets ${count(from)} to ${count(to - 1)}`));
}

function mark(name, from, to, text) {
  const width = Math.max(3, to - from);
  return svg('g', { class: name, role: 'img', 'aria-label': text },
    svg('title', {}, text),
    svg('rect', { x: from, y: picture.top - 4, width, height: picture.bars + 4 }),
    svg('path', { d: `M ${from + width / 2 - 6} 4 h 12 l -6 10 z` }));
}

function axis(scale, isTime, width) {
  const most = Math.max(2, Math.floor(width / 150));
  const label = tickLabel(isTime, scale);
  const y = picture.top + picture.bars;
  return svg('g', { class: 'axis', 'aria-hidden': 'true' },
    svg('path', { d: `M 0 ${y + 0.5} H ${width}` }),
    (isTime ? timeTicks : numberTicks)(scale, most).map((value) => {
      const at = scale.at(value);
      const anchor = at < 40 ? 'start' : at > width - 40 ? 'end' : 'middle';
      return [svg('path', { d: `M ${at} ${y} v 5` }), svg('text', { x: at, y: y + 19, 'text-anchor': anchor }, label(value))];
    }).flat());
}

function moveWithKeys(drawing, bars) {
  const keys = { ArrowRight: 1, ArrowLeft: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
  drawing.addEventListener('keydown', (event) => {
    const at = bars.indexOf(event.target);
    if (at < 0) return;
    if (event.key === 'Enter' || event.key === ' ') event.target.dispatchEvent(new MouseEvent('click'));
    else if (event.key in keys) {
      const next = bars[Math.min(bars.length - 1, Math.max(0, at + keys[event.key]))];
      bars.forEach((bar) => bar.setAttribute('tabindex', bar === next ? 0 : -1));
      next.focus();
    } else return;
    event.preventDefault();
  });
}

const legend = () => el('ul', { class: 'legend' },
  [['Age', 'Age'], ['Size', 'Size'], ['Count', 'Count'], ['Idle', 'Idle'], ['Requested', 'Requested'], ['Unknown', 'does not say'],
    ['staged', 'staged'], ['waiting', 'at the broker alone'], ['lost', 'lost or missing']]
    .map(([name, words]) => el('li', {}, el('span', { class: `swatch ${name}` }), words)));
