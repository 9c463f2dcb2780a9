using KafkaStore.Reading.Formats;

namespace KafkaStore.Tests.Reading;

public sealed class RecordLineTests
{
    [Fact]
    public void LinesOfTheOriginalsExample()
    {
        Assert.Equal(
            """{"filename": "00000000000000000000", "key": null, "offset": 0, "timestamp": 1478570870012, "value": "hello"}""",
            Line("00000000000000000000", new Record(0, 1478570870012, null, "hello"u8.ToArray(), []))
        );
        Assert.Equal(
            """{"filename": "00000000000000000002", "key": null, "offset": 2, "timestamp": 1478570890054, "value": "!"}""",
            Line("00000000000000000002", new Record(2, 1478570890054, null, "!"u8.ToArray(), []))
        );
    }

    [Fact]
    public void EmptyIsNotNull() =>
        Assert.Equal(
            """{"filename": "f", "key": "", "offset": 9223372036854775807, "timestamp": -1, "value": null}""",
            Line("f", new Record(long.MaxValue, -1, Array.Empty<byte>(), null, []))
        );

    [Fact]
    public void EverythingButPrintableAsciiIsEscaped() =>
        Assert.Equal(
            """{"filename": "f", "key": "\"\\/\n\r\t\b\f\u0000\u001f\u007f ~", "offset": 1, "timestamp": 2, "value": "\u00e9\u20ac\uffff\ud83d\ude00"}""",
            Line("f", new Record(1, 2, "\"\\/\n\r\t\b\f\0\u001f\u007f ~"u8.ToArray(), "é€\uffff😀"u8.ToArray(), []))
        );

    [Fact]
    public void WhatIsNotUtf8IsInBase64UnderAnotherName() =>
        Assert.Equal(
            """{"filename": "f", "keyBase64": "/w==", "offset": 1, "timestamp": 2, "valueBase64": "7aCA"}""",
            Line("f", new Record(1, 2, new byte[] { 0xff }, new byte[] { 0xed, 0xa0, 0x80 }, []))
        );

    [Fact]
    public void HeadersKeepOrderRepeatsAndNulls() =>
        Assert.Equal(
            """{"filename": "f", "headers": [{"key": "z", "value": "1"}, {"key": "\u00e9", "valueBase64": "gA=="}, {"key": "z", "value": null}], "key": "k", "offset": 1, "timestamp": 2, "value": "v"}""",
            Line(
                "f",
                new Record(
                    1,
                    2,
                    "k"u8.ToArray(),
                    "v"u8.ToArray(),
                    [new("z", "1"u8.ToArray()), new("é", new byte[] { 0x80 }), new("z", null)]
                )
            )
        );

    [Theory]
    [InlineData(1_000_000)]
    [InlineData(1_000_001)]
    [InlineData(1_000_002)]
    public void LongBinaryValueIsOneBase64Text(int length)
    {
        byte[] value = new byte[length];
        new Random(length).NextBytes(value);

        string line = Line("f", new Record(1, 2, null, value, []));

        Assert.EndsWith($"\"valueBase64\": \"{Convert.ToBase64String(value)}\"}}", line);
    }

    [Fact]
    public void NothingIsAllocatedBeyondTheOutput()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var record = new Record(1, 2, "kéy"u8.ToArray(), new byte[] { 0xff, 0xfe }, [new("h", "v"u8.ToArray())]);
        RecordLine.Write(output, "00000000000000000000", record);

        // A collection that other tests cause can make the count a few kilobytes wrong; what is really allocated shows each time.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated(output, record)));
    }

    private static long Allocated(ArrayBufferWriter<byte> output, Record record)
    {
        output.ResetWrittenCount();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int time = 0; time < 1_000; time++)
            RecordLine.Write(output, "00000000000000000000", record);

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    internal static string Line(string filename, Record record)
    {
        var output = new ArrayBufferWriter<byte>();
        RecordLine.Write(output, filename, record);
        return Encoding.ASCII.GetString(output.WrittenSpan);
    }
}
