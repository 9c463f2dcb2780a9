using KafkaStore.Cli.Logging;

namespace KafkaStore.Tests.Cli;

public sealed class ConsoleLoggerTests
{
    [Theory]
    [InlineData(LogLevel.Information, "Hello\n")]
    [InlineData(LogLevel.Warning, "warning: Hello\n")]
    [InlineData(LogLevel.Error, "error: Hello\n")]
    public void LevelIsSaidWhereItMatters(LogLevel level, string expected) => Assert.Equal(expected, Say(false, level, "Hello", null));

    [Fact]
    public void ExceptionIsOneMoreReasonOnTheSameLine() =>
        Assert.Equal(
            "error: It failed. (the disk is full)\n",
            Say(false, LogLevel.Error, "It failed.", new IOException("the disk\nis full"))
        );

    [Fact]
    public void ReasonIsNotSaidTwice() =>
        Assert.Equal("error: It failed: disk full\n", Say(false, LogLevel.Error, "It failed: disk full", new IOException("disk full")));

    [Fact]
    public void VerboseLinesHaveTimeAndCategoryAndExceptionsTheirTrace()
    {
        string said = Say(true, LogLevel.Error, "It failed.", new IOException("disk full"));
        Assert.Matches(@"^\d\d:\d\d:\d\d\.\d\d\d Category: error: It failed\.\nSystem\.IO\.IOException: disk full\n$", said);
    }

    private static string Say(bool verbose, LogLevel level, string message, Exception? exception)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var provider = new ConsoleLoggerProvider(output, verbose, TimeProvider.System);
        provider.CreateLogger("Category").Log(level, default, message, exception, (text, _) => text);
        return output.ToString();
    }
}
