namespace KafkaStore.Tests.Support;

/// <summary>One connection of a <see cref="FaultyProxy"/>, request after request. It ends where a fault leaves it unusable.</summary>
internal sealed class ProxyConnection(FaultyProxy proxy, HttpWire client, HttpWire service)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        bool goesOn = true;
        while (goesOn && await client.ReadHeadAsync(cancellationToken) is { } head)
        {
            var request = ProxiedRequest.Parse(head);
            ProxyFault? fault = proxy.Choose(request);
            if (fault is ProxyFault.Hold hold)
                await hold.Until.WaitAsync(cancellationToken);
            if (fault is ProxyFault.Answer answer)
            {
                goesOn = await AnswerAsync(request, answer, cancellationToken);
            }
            else
            {
                goesOn = await SendAsync(request, head, fault, cancellationToken) && await ReturnAsync(request, fault, cancellationToken);
            }
        }
    }

    private async Task<bool> AnswerAsync(ProxiedRequest request, ProxyFault.Answer answer, CancellationToken cancellationToken)
    {
        bool waits = request.Headers.ContainsKey("Expect");
        if (!waits)
            await client.CopyBodyAsync(request.Headers, _ => default, _ => default, cancellationToken);
        byte[] body = request.Method == "HEAD" ? [] : Encoding.UTF8.GetBytes(answer.Body);
        var head = new StringBuilder($"HTTP/1.1 {answer.Status} Fault\r\nContent-Length: {body.Length}\r\n");
        if (body.Length > 0)
            head.Append($"Content-Type: {answer.ContentType}\r\n");
        foreach ((string name, string value) in answer.Headers)
            head.Append($"{name}: {value}\r\n");
        head.Append(waits ? "Connection: close\r\n\r\n" : "\r\n");
        await client.Stream.WriteAsync(Encoding.Latin1.GetBytes(head.ToString()), cancellationToken);
        await client.Stream.WriteAsync(body, cancellationToken);
        return !waits;
    }

    /// <returns>Whether it was all passed on.</returns>
    private async Task<bool> SendAsync(ProxiedRequest request, string head, ProxyFault? fault, CancellationToken cancellationToken)
    {
        await service.Stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken);
        if (request.Headers.ContainsKey("Expect"))
            await client.Stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken);
        long passed = 0;
        bool isCut = false;
        async ValueTask PassAsync(Memory<byte> piece)
        {
            if (fault is ProxyFault.FlipBit flip && flip.Position >= passed && flip.Position < passed + piece.Length)
                piece.Span[(int)(flip.Position - passed)] ^= 1;
            if (fault is ProxyFault.CutUpload cut && passed + piece.Length > cut.AfterBytes)
            {
                piece = piece[..(int)Math.Max(0, cut.AfterBytes - passed)];
                isCut = true;
            }

            await service.Stream.WriteAsync(piece, cancellationToken);
            passed += piece.Length;
            if (isCut)
                throw new IOException("Cut.");
        }

        await client.CopyBodyAsync(
            request.Headers,
            PassAsync,
            piece => service.Stream.WriteAsync(piece, cancellationToken),
            cancellationToken
        );
        return true;
    }

    /// <returns>Whether the connection can be used for another request.</returns>
    private async Task<bool> ReturnAsync(ProxiedRequest request, ProxyFault? fault, CancellationToken cancellationToken)
    {
        string? head;
        string[] lines;
        int status;
        do
        {
            head = await service.ReadHeadAsync(cancellationToken);
            if (head is null)
                return false;
            lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            status = int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        } while (status < 200);

        if (fault is ProxyFault.LoseAnswer)
            return false;
        if (fault is ProxyFault.Silence)
            await Task.Delay(Timeout.Infinite, cancellationToken);
        await client.Stream.WriteAsync(Encoding.Latin1.GetBytes(head), cancellationToken);
        if (request.Method == "HEAD" || status is 204 or 304)
            return true;
        long passed = 0;
        async ValueTask PassAsync(Memory<byte> piece)
        {
            if (fault is ProxyFault.CutDownload cut && passed + piece.Length > cut.AfterBytes)
            {
                await client.Stream.WriteAsync(piece[..(int)Math.Max(0, cut.AfterBytes - passed)], cancellationToken);
                throw new IOException("Cut.");
            }

            proxy.Returned(request, piece.Length);
            await client.Stream.WriteAsync(piece, cancellationToken);
            passed += piece.Length;
        }

        IReadOnlyDictionary<string, string> headers = ProxiedRequest.HeadersOf(lines);
        await service.CopyBodyAsync(headers, PassAsync, piece => client.Stream.WriteAsync(piece, cancellationToken), cancellationToken);
        return !headers.TryGetValue("Connection", out string? connection)
            || !connection.Contains("close", StringComparison.OrdinalIgnoreCase);
    }
}
