// Where offsets and times lie in the picture.

/** When an object's records begin and end; undefined where it doesn't say. */
const timesOf = (run) => {
  const { smallestTimestamp: from, largestTimestamp: to } = run.first ?? {};
  return from == null || to == null ? undefined : { from, to };
};

/** The runs that say when they are. */
const timed = (runs) => runs.filter(timesOf);

/** Milliseconds at an offset, between what the runs around it say. */
function timeAt(runs, offset) {
  const known = timed(runs);
  const after = known.find((run) => run.baseOffset > offset);
  const before = known.findLast((run) => run.baseOffset <= offset);
  if (!before) return after && timesOf(after).from;
  const from = timesOf(before);
  const end = before.nextOffset ?? before.baseOffset + 1;
  if (before.objects === 1 && offset < end) return from.from + (from.to - from.from) * ((offset - before.baseOffset) / Math.max(1, end - before.baseOffset));
  if (!after) return from.to;
  const start = before.objects === 1 ? from.to : from.from;
  const at = before.objects === 1 ? end : before.baseOffset;
  return start + (timesOf(after).from - start) * Math.min(1, Math.max(0, (offset - at) / Math.max(1, after.baseOffset - at)));
}

/** Between which times a range of lost offsets lies: before the object whose records follow it, since that begins with the hole. */
function lostTimes(runs, range) {
  const known = timed(runs);
  const at = known.findIndex((run) => run.baseOffset === range.from);
  return at > 0 ? { from: runTimes(known, at - 1).to, to: timesOf(known[at]).from } : { from: timeAt(runs, range.from), to: timeAt(runs, range.to) };
}

/** Where a run ends: an object by its own word, several where the next begins. */
function runTimes(runs, i) {
  const own = timesOf(runs[i]);
  if (!own) return undefined;
  const next = runs[i].objects > 1 ? timed(runs.slice(i + 1))[0] : undefined;
  return { from: own.from, to: Math.max(own.to, next ? timesOf(next).from : own.to) };
}

/** From a domain to pixels; what lies outside is put to the edge. */
function scaleOf(from, to, width) {
  const length = Math.max(1, to - from);
  return { from, to, width, at: (value) => (Math.min(Math.max(value, from), to) - from) / length * width };
}

const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 2592000, 7776000, 31536000, 157680000].map((s) => s * 1000);

/** Round times, no more than so many; milliseconds. */
function timeTicks(scale, most) {
  const step = tickSteps.find((each) => (scale.to - scale.from) / each <= most) ?? (scale.to - scale.from) / most;
  return ticks(scale, step);
}

/** Round numbers, no more than so many. */
function numberTicks(scale, most) {
  const rough = Math.max(1, (scale.to - scale.from) / most);
  const power = 10 ** Math.floor(Math.log10(rough));
  return ticks(scale, [1, 2, 5, 10].map((digit) => digit * power).find((each) => each >= rough));
}

function ticks(scale, step) {
  const found = [];
  for (let at = Math.ceil(scale.from / step) * step; at <= scale.to; at += step) found.push(at);
  return found;
}

const tickLabel = (isTime, scale) => (value) => {
  if (!isTime) return count(value);
  const text = time(value);
  const length = scale.to - scale.from;
  return length > 3 * 86400000 ? text.slice(0, 10) : length > 600000 ? text.slice(5, 16) : text.slice(11, 19);
};
