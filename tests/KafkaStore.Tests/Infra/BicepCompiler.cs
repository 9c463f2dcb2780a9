namespace KafkaStore.Tests.Infra;

/// <summary>One compiler for all its tests, as <c>bicep jsonrpc</c>: it takes longer to start than to compile.</summary>
public sealed class BicepCompiler : IDisposable
{
    private static readonly string NoId = Guid.Empty.ToString();

    private readonly Lazy<Process> process = new(() =>
        Process.Start(
            new ProcessStartInfo(BicepTheoryAttribute.Compiler!, ["jsonrpc", "--stdio"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!
    );
    private int calls;

    /// <summary>What it has to say of a parameter file and all below it.</summary>
    public async Task<string[]> DiagnosticsAsync(string path)
    {
        JsonElement compiled = await CallAsync("bicep/compileParams", new { path, parameterOverrides = new { } });
        return [.. compiled.GetProperty("diagnostics").EnumerateArray().Select(diagnostic => diagnostic.GetRawText())];
    }

    /// <summary>What a parameter file would deploy.</summary>
    /// <exception cref="InvalidOperationException">Nothing; the message says why.</exception>
    public async Task<JsonElement[]> PredictAsync(string path)
    {
        var nowhere = new { tenantId = NoId, subscriptionId = NoId };
        var question = new
        {
            path,
            metadata = nowhere,
            externalInputs = Array.Empty<object>(),
        };
        JsonElement answer = await CallAsync("bicep/getSnapshot", question);
        using var snapshot = JsonDocument.Parse(answer.GetProperty("snapshot").GetString()!);
        return [.. snapshot.RootElement.GetProperty("predictedResources").EnumerateArray().Select(resource => resource.Clone())];
    }

    public void Dispose()
    {
        if (!process.IsValueCreated)
            return;
        process.Value.StandardInput.Close();
        process.Value.WaitForExit();
        process.Value.Dispose();
    }

    // As the language server protocol frames its messages.
    private async Task<JsonElement> CallAsync(string method, object parameters)
    {
        var question = new
        {
            jsonrpc = "2.0",
            id = ++calls,
            method,
            @params = parameters,
        };
        byte[] asked = JsonSerializer.SerializeToUtf8Bytes(question);
        Stream to = process.Value.StandardInput.BaseStream;
        await to.WriteAsync(Encoding.ASCII.GetBytes($"Content-Length: {asked.Length}\r\n\r\n"));
        await to.WriteAsync(asked);
        await to.FlushAsync();
        byte[] answered = new byte[ReadLength(process.Value.StandardOutput.BaseStream)];
        await process.Value.StandardOutput.BaseStream.ReadExactlyAsync(answered);
        using var answer = JsonDocument.Parse(answered);
        return answer.RootElement.TryGetProperty("error", out JsonElement error)
            ? throw new InvalidOperationException(error.GetRawText())
            : answer.RootElement.GetProperty("result").Clone();
    }

    private static int ReadLength(Stream from)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n"))
            head.Append((char)(byte)from.ReadByte());
        return int.Parse(Regex.Match(head.ToString(), @"Content-Length: (\d+)").Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
