namespace KafkaStore.Tests.Settings;

public sealed class CodecSettingsTests
{
    [Theory]
    [InlineData(null, null, "deflate:6")]
    [InlineData("", "", "deflate:6")]
    [InlineData("deflate", null, "deflate:6")]
    [InlineData("deflate", "0", "deflate:0")]
    [InlineData(null, "9", "deflate:9")]
    [InlineData("zstandard", null, "zstandard:3")]
    [InlineData("zstandard", "1", "zstandard:1")]
    [InlineData("zstandard", "19", "zstandard:19")]
    [InlineData("null", null, "null")]
    [InlineData("null", "6", "null")]
    public void ALevelIsTheCodecsAndWithoutOneItsDefault(string? codec, string? level, string expected) =>
        Assert.Equal(expected, SettingsOf.App(("KafkaStore:Codec", codec), ("KafkaStore:CodecLevel", level)).Archiver.Codec.ToString());

    [Theory]
    [InlineData("zip", null, "KafkaStore__Codec is 'zip' and must be deflate, zstandard or null")]
    [InlineData("zstd", "3", "KafkaStore__Codec is 'zstd' and must be deflate, zstandard or null")]
    [InlineData("snappy", null, "KafkaStore__Codec is 'snappy' and must be deflate, zstandard or null")]
    [InlineData("zstandard", "0", "KafkaStore__CodecLevel is '0' and must be a whole number from 1 to 19")]
    [InlineData("zstandard", "20", "KafkaStore__CodecLevel is '20' and must be a whole number from 1 to 19")]
    [InlineData("deflate", "10", "KafkaStore__CodecLevel is '10' and must be a whole number from 0 to 9")]
    public void WhatTheCodecHasNotIsRefused(string codec, string? level, string problem) =>
        Assert.Contains(problem, SettingsOf.Problem(("KafkaStore:Codec", codec), ("KafkaStore:CodecLevel", level)));
}
