namespace KafkaStore.Benchmarks.Codecs;

/// <summary>
/// US dollars, assumed as in docs/operations.md: look yours up. A core of Flex Consumption is an instance of 2 GB at 0.000026 a
/// GB-second, its dearer price; a gigabyte is kept at the cool tier's 0.0125 a month.
/// </summary>
internal static class Prices
{
    private const double CoreSecond = 2 * 0.000026;
    private const double TerabyteYear = 0.0125 * 1000 * 12;

    /// <summary>To compress a terabyte once.</summary>
    public static double Packing(CodecFigures figures) => figures.PackSeconds * CoreSecond;

    /// <summary>To keep a year what a terabyte became.</summary>
    public static double Keeping(CodecFigures figures) => TerabyteYear / figures.Ratio;
}
