using KafkaStore.Avro;

namespace KafkaStore.Benchmarks.Codecs;

/// <summary>Speed, ratio and money of every codec and level, on one core: the tables of docs/codecs.md, as they are printed.</summary>
internal static class CodecTable
{
    private static readonly ContainerCodec[] Codecs =
    [
        ContainerCodec.Null,
        .. Enumerable.Range(1, 9).Select(ContainerCodec.Deflate),
        .. ((int[])[1, 2, 3, 4, 5, 6, 7, 9, 12, 15, 19]).Select(ContainerCodec.Zstandard),
    ];

    /// <param name="names">Of data sets; none for all.</param>
    public static int Run(string[] names)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Dictionary<ContainerCodec, List<CodecFigures>> all = Codecs.ToDictionary(codec => codec, _ => new List<CodecFigures>());
        foreach (DataSet data in DataSets.All().Where(data => names.Length == 0 || names.Contains(data.Name)))
        {
            Console.WriteLine($"\n### {data.Name}\n\n{data.Source}: {data.Records:N0} records, {data.Bytes:N0} bytes.\n");
            WriteHead();
            foreach (ContainerCodec codec in Codecs)
            {
                var figures = CodecFigures.Measure(codec, data);
                all[codec].Add(figures);
                WriteRow(codec, figures);
            }
        }

        if (all[ContainerCodec.Null].Count > 1)
        {
            Console.WriteLine("\n### All sets, as much of each\n");
            WriteHead();
            foreach (ContainerCodec codec in Codecs)
                WriteRow(codec, Mean(all[codec]));
        }

        return 0;
    }

    // Of the same number of bytes of each: seconds and stored bytes add up.
    private static CodecFigures Mean(List<CodecFigures> figures) =>
        new(figures.Average(one => one.PackSeconds), figures.Average(one => one.UnpackSeconds), 1 / figures.Average(one => 1 / one.Ratio));

    private static void WriteHead()
    {
        Console.WriteLine("| codec | packs MB/s | unpacks MB/s | ratio | CPU-s for 1 TB | packing, $ | a year, $ | together, $ |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|--:|--:|");
    }

    private static void WriteRow(ContainerCodec codec, CodecFigures figures)
    {
        double packing = Prices.Packing(figures);
        double keeping = Prices.Keeping(figures);
        string name = codec == ContainerCodec.Null ? codec.Name : $"{codec.Name} {codec.Level}";
        Console.WriteLine(
            codec == ContainerCodec.Null
                ? $"| {name} | | | {figures.Ratio:F2} | | | {keeping:F2} | {keeping:F2} |"
                : $"| {name} | {figures.PackSpeed:F0} | {figures.UnpackSpeed:F0} | {figures.Ratio:F2} | {figures.PackSeconds:N0} | {packing:F2} | {keeping:F2} | {packing + keeping:F2} |"
        );
    }
}
