using KafkaStore.Cli.Live;
using KafkaStore.Cli.Terminals;
using Spectre.Console;

namespace KafkaStore.Tests.Cli.Live;

public sealed partial class LiveLayoutTests
{
    private static readonly LiveRow Well = new(new TopicPartition("orders", 0), LiveStanding.UpToDate, 1000, 1200, 200, 12.4)
    {
        OpenFor = TimeSpan.FromSeconds(65),
        OpenBytes = 35 * 1024,
        LastBase = 500,
        LastMade = (2_345_678, TimeSpan.FromSeconds(12)),
    };

    private static readonly LiveRow Faulted = new(new TopicPartition("orders", 1), LiveStanding.Faulted, 1000, 31_000, 30_500, 0)
    {
        Detail = "Conflict",
    };

    private static readonly LiveFrame Frame = new(
        "orders → /srv/archive",
        TimeSpan.FromMinutes(125),
        [Well, Faulted],
        [new LiveTrouble("orders-1", "Something differs at offset 7. Compare the two, and clear the fault.", IsLasting: true)]
    )
    {
        Records = 31_200,
        RecordsPerSecond = 12.4,
        BytesPerSecond = 2048,
        Files = 3,
        FileBytes = 3 * 1024 * 1024,
    };

    [Fact]
    public void AWideTerminalHasEverything() =>
        Assert.Equal(
            """
            orders → /srv/archive                                                                                           2 h 05 m
            lag 30,700 · 12 records/s · 2.0 KiB/s · 31,200 records accepted · 3 files made, 3.0 MiB

            partition  archived  accepted     lag  records/s  open for  open size  last file     size      made  state
            ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
            orders-0      1,000     1,200     200         12  1 m 05 s   35.0 KiB        500  2.2 MiB  12 s ago  up to date
            orders-1      1,000    31,000  30,500                                                                faulted: Conflict

            orders-1: Something differs at offset 7. Compare the two, and clear the fault.
            """,
            Shown(Frame, 120, 40)
        );

    [Fact]
    public void ANarrowTerminalLeavesColumnsOut() =>
        Assert.Equal(
            """
            orders → /srv/archive                     2 h 05 m
            lag 30,700 · 12 records/s · 2.0 KiB/s

            partition     lag  records/s  state
            ───────────────────────────────────────────────
            orders-0      200         12  up to date
            orders-1   30,500             faulted: Conflict

            orders-1: Something differs at offset 7. Compare
            the two, and clear the fault.
            """,
            Shown(Frame, 50, 40)
        );

    [Theory]
    [InlineData(30, 10)]
    [InlineData(50, 20)]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(300, 100)]
    public void NothingIsWiderOrHigherThanTheTerminal(int width, int height)
    {
        LiveFrame large = Many(1000) with { Title = $"{new string('t', 249)} → /srv/archive" };
        string[] lines = Shown(large, width, height).Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, width));
        Assert.InRange(lines.Length, 1, height - 1);
    }

    [Fact]
    public void TheWorstComeFirstWhereNotAllFit()
    {
        string[] lines = Shown(Many(1000), 80, 24).Split('\n');
        Assert.Equal("orders-777", lines[5].Split(' ')[0]); // faulted
        Assert.Equal("orders-3", lines[6].Split(' ')[0]); // retrying
        Assert.Equal("orders-999", lines[7].Split(' ')[0]); // the largest lag
        Assert.Equal("orders-998", lines[8].Split(' ')[0]);
        Assert.Equal("… and 989 more, none worse", lines[16]);
    }

    [Fact]
    public void OthersAreSaidToBeWellWhereTheyAre()
    {
        LiveRow[] rows = [.. Enumerable.Range(0, 40).Select(i => Well with { Partition = new TopicPartition("orders", i) })];
        Assert.EndsWith("… and 29 more, all up to date", Shown(Frame with { Rows = rows, Troubles = [] }, 80, 24));
    }

    [Fact]
    public void PartitionsKeepTheirPlacesWhereAllFit()
    {
        string shown = Shown(Frame with { Rows = [Well, Faulted] }, 80, 24);
        Assert.True(shown.IndexOf("orders-0 ", StringComparison.Ordinal) < shown.IndexOf("orders-1 ", StringComparison.Ordinal));
    }

    [Fact]
    public void ALongNameIsCutInTheMiddleAndKeepsItsNumber()
    {
        LiveRow row = Well with { Partition = new TopicPartition(new string('n', 200), 17) };
        Assert.Contains("…", Shown(Frame with { Rows = [row] }, 50, 24));
        Assert.Contains("nnn-17  ", Shown(Frame with { Rows = [row] }, 50, 24));
    }

    [Fact]
    public void MoreTroublesThanFitAreInTheLog()
    {
        LiveTrouble[] troubles =
        [
            .. Enumerable.Range(0, 50).Select(i => new LiveTrouble($"orders-{i}", $"Trouble {i}.", IsLasting: false)),
        ];
        string shown = Shown(Many(100) with { Troubles = troubles }, 80, 24);
        Assert.EndsWith("\n… the rest is in the log", shown);
        Assert.Contains("\norders-0: Trouble 0.\n", shown);
    }

    [Fact]
    public void NothingThatIsShownIsTakenForMarkup() =>
        Assert.Contains(
            "[x]: [red]no[/]",
            Shown(Frame with { Troubles = [new LiveTrouble("[x]", "[red]no[/]", IsLasting: true)] }, 80, 24)
        );

    [Fact]
    public void ColoursAreThereUnlessTheyAreNotWanted()
    {
        Assert.Contains("\e[1;91mfaulted: Conflict", string.Join('\n', Lines(Frame, 120, 40, ColorSystem.Standard)));
        Assert.DoesNotContain("91m", string.Join('\n', Lines(Frame, 120, 40, ColorSystem.NoColors)));
    }

    private static LiveFrame Many(int partitions) =>
        Frame with
        {
            Troubles = [],
            Rows =
            [
                .. Enumerable
                    .Range(0, partitions)
                    .Select(i =>
                        (i == 777 ? Faulted : Well) with
                        {
                            Partition = new TopicPartition("orders", i),
                            Lag = i,
                            Standing =
                                i == 777 ? LiveStanding.Faulted
                                : i == 3 ? LiveStanding.Retrying
                                : LiveStanding.Behind,
                        }
                    ),
            ],
        };

    private static string Shown(LiveFrame frame, int width, int height) =>
        string.Join('\n', Lines(frame, width, height, ColorSystem.NoColors).Select(line => Codes().Replace(line, "").TrimEnd()));

    private static IReadOnlyList<string> Lines(LiveFrame frame, int width, int height, ColorSystem colors) =>
        new LiveLayout(new TerminalText(colors)).Lines(frame, width, height);

    [GeneratedRegex("\e\\[[0-9;]*m")]
    private static partial Regex Codes();
}
