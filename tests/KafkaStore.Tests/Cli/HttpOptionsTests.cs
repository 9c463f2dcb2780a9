namespace KafkaStore.Tests.Cli;

public sealed class HttpOptionsTests
{
    [Fact]
    public void ServesOnLoopbackUnlessToldOtherwise()
    {
        Assert.Null(Bind());
        Assert.Equal((8080, IPAddress.Loopback), Place(Bind("--http-port", "8080")));
        Assert.Equal((0, IPAddress.Any), Place(Bind("--http-port", "0", "--http-host", "0.0.0.0")));
        Assert.Equal((1, IPAddress.Loopback), Place(Bind("--http-port", "1", "--http-host", "localhost")));
        Assert.Equal("0123456789abcdef", Bind("--http-port", "0", "--http-token", "0123456789abcdef")!.Token!.Text);
    }

    [Theory]
    [InlineData("--http-port", "65536")]
    [InlineData("--http-port", "http")]
    [InlineData("--http-host", "127.0.0.1")]
    [InlineData("--http-token", "secret")]
    [InlineData("--http-port", "0", "--http-host", "example.org")]
    [InlineData("--http-port", "0", "--http-token", " ")]
    [InlineData("--http-port", "0", "--http-token", "a")]
    [InlineData("--http-port", "0", "--http-token", "0123456789abcde")]
    [InlineData("--http-port", "0", "--http-token", "0123456789                ")]
    public void WhatCannotBeServedIsRefused(params string[] arguments) => Assert.Throws<UsageException>(() => Bind(arguments));

    private static (int Port, IPAddress Host) Place(HttpServerOptions? options) => (options!.Port, options.Host);

    private static HttpServerOptions? Bind(params string[] arguments)
    {
        var options = new HttpOptions();
        var command = new Command("test");
        options.AddTo(command);
        return options.Bind(command.Parse(arguments));
    }
}
