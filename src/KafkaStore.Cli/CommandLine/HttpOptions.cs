using System.Net;
using KafkaStore.LocalHost.Http;

namespace KafkaStore.Cli.CommandLine;

/// <summary>The options that say where an archive is served over HTTP, the same for every command.</summary>
internal sealed class HttpOptions
{
    private const string TokenVariable = "KAFKA_STORE_HTTP_TOKEN";
    private const int ShortestToken = 16;

    public Option<string?> Port { get; } =
        OptionText.Create(
            "--http-port PORT",
            "Serve the archive over HTTP on this port: GET /api/topics, /api/openapi.json describes the rest. 0 takes any that is free."
        );

    public Option<string?> Host { get; } =
        OptionText.Create(
            "--http-host ADDRESS",
            "IP address to serve HTTP on; 0.0.0.0 is all of this machine's. There is no TLS. [default: 127.0.0.1, which only this machine reaches]"
        );

    public Option<string?> Token { get; } =
        OptionText.Create(
            "--http-token TOKEN",
            $"What HTTP clients have to send, {ShortestToken} characters at least, in x-functions-key, as a bearer token or as the parameter code. {TokenVariable} in the environment does the same and shows in no list of processes. [default: one is made up and printed]"
        );

    public void AddTo(Command command)
    {
        command.Add(Port, Host, Token);
    }

    /// <summary>Null where no port is given.</summary>
    /// <exception cref="UsageException">One can't be used, or says how to serve what is not served.</exception>
    public HttpServerOptions? Bind(ParseResult result)
    {
        long? port = result.Number(Port, 0, IPEndPoint.MaxPort, "a port from 0 to 65535");
        IPAddress host = result.GetValue(Host) is { } text ? Address(text) : IPAddress.Loopback;
        string? token = result.GetValue(Token);
        if (port is not { } given)
        {
            return result.GetValue(Host) is null && token is null
                ? null
                : throw new UsageException("--http-host and --http-token say how to serve HTTP, which only --http-port does: give it too.");
        }

        if (token is not null)
            ThrowIfShort(token);
        return new HttpServerOptions((int)given) { Host = host, Token = token };
    }

    private void ThrowIfShort(string token)
    {
        if (token.Trim().Length < ShortestToken)
        {
            throw new UsageException(
                $"{Token.Name} takes a token of at least {ShortestToken} characters, such as 'openssl rand -hex 24' prints; leave it out to have one made up."
            );
        }
    }

    private static IPAddress Address(string text)
    {
        if (text == "localhost")
            return IPAddress.Loopback;
        return IPAddress.TryParse(text, out IPAddress? address)
            ? address
            : throw new UsageException($"--http-host takes an IP address of this machine, such as 127.0.0.1 or 0.0.0.0, not '{text}'.");
    }
}
