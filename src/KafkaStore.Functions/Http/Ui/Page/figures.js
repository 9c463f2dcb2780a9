// What the page makes of a status: flat rows, what needs help, and rates since the status before.

/** Rows of partitions, the worst first. */
function rowsOf(status, earlier) {
  const asked = Date.parse(status.askedAt);
  const before = new Map(earlier?.rows.map((row) => [row.name, row]) ?? []);
  const seconds = earlier ? (asked - earlier.asked) / 1000 : 0;
  const rows = status.topics.flatMap((topic) => topic.partitions.map((partition) => {
    const name = nameOf(topic.topic, partition.partition);
    const lagTime = partition.lag > 0 && partition.last?.largestTimestamp != null ? Math.max(0, asked - partition.last.largestTimestamp) : undefined;
    return {
      ...partition, name, topic: topic.topic, identity: topic.identity, isFormer: topic.former, lagTime, lost: partition.lost ?? [],
      missing: partition.missing ?? [], isBrokerAway: Boolean(status.brokerTrouble),
      needsHelp: Boolean(partition.fault || partition.trouble || partition.sealTrouble || partition.missing),
      incoming: perSecond(partition.brokerEnd, before.get(name)?.brokerEnd, seconds),
      archiving: perSecond(partition.archivedNext, before.get(name)?.archivedNext, seconds),
    };
  }));
  return { asked, rows: rows.sort(worstFirst), status };
}

function perSecond(now, before, seconds) {
  return now === undefined || before === undefined || seconds <= 0 ? undefined : Math.max(0, now - before) / seconds;
}

const worstFirst = (a, b) =>
  Number(b.needsHelp) - Number(a.needsHelp) || Number(a.isFormer) - Number(b.isFormer)
  || (b.lag ?? 0) - (a.lag ?? 0) || byName(a, b);

const byName = (a, b) => (a.topic < b.topic ? -1 : a.topic > b.topic ? 1 : a.partition - b.partition);

/** In words and a class: never by colour alone. */
function stateOf(row) {
  if (row.fault) return ['bad', `faulted: ${row.fault.kind}`];
  if (row.trouble) return ['bad', "can't be read"];
  if (row.missing.length) return ['bad', 'object missing'];
  if (row.sealTrouble) return ['bad', 'retrying'];
  if (row.isFormer) return ['still', 'former'];
  if (row.brokerEnd === undefined && row.isBrokerAway) return ['open', 'no broker answers'];
  if (row.brokerEnd === undefined) return ['still', 'broker not asked'];
  return row.lag === 0 ? ['good', 'all archived'] : ['open', 'open'];
}

/** Staged, of what the archive has not. */
const stagedOf = (row) =>
  row.stagedNext === undefined ? 0 : Math.max(0, row.stagedNext - Math.max(row.archivedNext ?? 0, row.brokerStart ?? 0));

const sum = (rows, figure) => {
  const known = rows.map(figure).filter((number) => number !== undefined);
  return known.length ? known.reduce((a, b) => a + b, 0) : undefined;
};
