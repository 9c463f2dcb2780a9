using KafkaStore.Deciding;

namespace KafkaStore.Sealing.Ahead;

/// <summary>An open segment's figures behind each batch that was appended to it.</summary>
internal sealed class OpenMarks
{
    private readonly List<Mark> marks = [];

    /// <param name="first">Offset of the first record appended since the last mark.</param>
    /// <param name="last">Of the last.</param>
    public void Add(long first, long last, SegmentFigures figures) => marks.Add(new Mark(first, last, figures));

    /// <summary>Of the records below an offset; null where that lies inside a batch.</summary>
    public SegmentFigures? FindBelow(long end)
    {
        int past = marks.Count;
        while (past > 0 && marks[past - 1].Last >= end)
            past--;
        if (past < marks.Count && marks[past].First < end)
            return null;
        return past == 0 ? SegmentFigures.None : marks[past - 1].Figures;
    }

    private readonly record struct Mark(long First, long Last, SegmentFigures Figures);
}
