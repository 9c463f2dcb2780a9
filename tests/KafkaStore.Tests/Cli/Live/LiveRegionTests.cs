using KafkaStore.Cli.Live;

namespace KafkaStore.Tests.Cli.Live;

public sealed class LiveRegionTests : IDisposable
{
    private readonly MemoryStream terminal = new();
    private readonly LiveRegion region;

    public LiveRegionTests() => region = new LiveRegion(terminal);

    public void Dispose() => terminal.Dispose();

    [Fact]
    public void WhatIsShownTakesThePlaceOfWhatWas()
    {
        region.Show(["one", "two"], 80);
        Written();
        region.Show(["three"], 80);
        Assert.Equal("\r\e[2Athree\e[K\n\e[J", Written());
    }

    [Fact]
    public void WhatIsSaidStaysAboveWhatIsShown()
    {
        region.Show(["one", "two"], 80);
        Written();
        region.Say("hello");
        Assert.Equal("\r\e[2A\e[Jhello\none\ntwo\n", Written());
    }

    [Fact]
    public void BeforeAnythingIsShownALineIsALine()
    {
        region.Say("hello");
        Assert.Equal("\r\e[Jhello\n", Written());
    }

    [Fact]
    public void LinesThatANarrowerTerminalHasBrokenAreErasedToo()
    {
        region.Show(["\e[1m" + new string('x', 70) + "\e[0m", "", "y"], 80);
        Written();
        region.Show(["z"], 40);
        Assert.StartsWith("\r\e[4A\e[J", Written());
    }

    [Fact]
    public void TheCursorIsNeverHiddenAndTheKeysAreAsTheyWere()
    {
        region.Show(["one"], 80);
        string written = Written();
        Assert.DoesNotContain("\e[?25l", written);
        Assert.EndsWith("\e[?1l\e>", written);
    }

    [Fact]
    public void AChangeIsOneWrite()
    {
        using var pieces = new CountingStream();
        var counted = new LiveRegion(pieces);
        counted.Show([.. Enumerable.Repeat(new string('x', 100), 100)], 100);
        Assert.Equal(1, pieces.Writes);
        counted.Say("hello");
        Assert.Equal(2, pieces.Writes);
    }

    private string Written()
    {
        string text = Encoding.UTF8.GetString(terminal.ToArray());
        terminal.SetLength(0);
        return text;
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Writes { get; private set; }

        public override void Write(ReadOnlySpan<byte> buffer) => Writes++;

        public override void Write(byte[] buffer, int offset, int count) => Writes++;
    }
}
