using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>
/// One client's connection to a broker, passed on frame by frame. CreateTopics requests are answered here, and two answers of
/// the broker altered: ApiVersions, so that the client knows of CreateTopics, and Metadata, so that it stays here.
/// </summary>
internal sealed class ControllerConnection(NetworkStream client, NetworkStream broker, int port, Func<TopicRequest, TopicAnswer> answer)
{
    private const short Metadata = 3;
    private const short ApiVersions = 18;
    private const short CreateTopics = 19;

    // The newest whose layouts are the plain ones.
    private const short NewestMetadata = 2;
    private const short NewestCreateTopics = 4;

    private readonly ConcurrentDictionary<int, (short Key, short Version)> asked = new();
    private readonly Lock writing = new();

    public async Task RunAsync()
    {
        Task requests = PassRequestsAsync();
        Task answers = PassAnswersAsync();
        await Task.WhenAny(requests, answers);
        client.Close();
        broker.Close();
        await Task.WhenAll(requests, answers).ContinueWith(_ => { }, TaskScheduler.Default); // whoever hung up first
    }

    private async Task PassRequestsAsync()
    {
        while (await ReadAsync(client) is { } frame)
        {
            short key = BinaryPrimitives.ReadInt16BigEndian(frame);
            short version = BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(2));
            int correlation = BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(4));
            if (key == CreateTopics)
            {
                Reply(frame, version, correlation);
                continue;
            }

            if (key is ApiVersions or Metadata)
                asked[correlation] = (key, version);
            await broker.WriteAsync(Framed(frame));
        }
    }

    private async Task PassAnswersAsync()
    {
        while (await ReadAsync(broker) is { } frame)
        {
            if (asked.TryRemove(BinaryPrimitives.ReadInt32BigEndian(frame), out (short Key, short Version) request))
                frame = request.Key == Metadata ? Redirected(frame, request.Version) : WithCreateTopics(frame, request.Version);
            ToClient(frame);
        }
    }

    private void Reply(byte[] request, short version, int correlation)
    {
        int client = Math.Max((short)0, BinaryPrimitives.ReadInt16BigEndian(request.AsSpan(8)));
        IReadOnlyList<TopicRequest> topics = TopicRequest.Parse(request.AsSpan(10 + client));
        using var response = new MemoryStream();
        Write(response, correlation);
        if (version >= 2)
            Write(response, 0); // throttling
        Write(response, topics.Count);
        foreach (TopicRequest topic in topics)
        {
            TopicAnswer answered = answer(topic);
            Write(response, topic.Name);
            Write(response, answered.Error);
            if (version >= 1)
                Write(response, answered.Reason);
        }

        ToClient(response.ToArray());
    }

    // Behind the correlation id: an error, how many, and of each its number, its oldest and its newest version.
    private static byte[] WithCreateTopics(byte[] frame, short version)
    {
        const int First = 10;
        const int Size = 6;
        if (version > 2 || BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(4)) != 0)
            return frame; // a refusal: the client asks again as the broker likes it
        int count = BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(6));
        using var altered = new MemoryStream();
        altered.Write(frame.AsSpan(0, 6));
        Write(altered, count + 1);
        for (int i = 0; i < count; i++)
        {
            Span<byte> entry = frame.AsSpan(First + (i * Size), Size);
            if (BinaryPrimitives.ReadInt16BigEndian(entry) == Metadata)
                BinaryPrimitives.WriteInt16BigEndian(entry[4..], NewestMetadata);
            altered.Write(entry);
        }

        Write(altered, CreateTopics);
        Write(altered, (short)0);
        Write(altered, NewestCreateTopics);
        altered.Write(frame.AsSpan(First + (count * Size)));
        return altered.ToArray();
    }

    // The one broker is at this port, and the controller.
    private byte[] Redirected(byte[] frame, short version)
    {
        int at = 8;
        int node = BinaryPrimitives.ReadInt32BigEndian(frame.AsSpan(at));
        at += 4 + TextSize(frame, at + 4);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(at), port);
        at += 4;
        if (version >= 1)
            at += TextSize(frame, at);
        if (version >= 2)
            at += TextSize(frame, at);
        if (version >= 1)
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(at), node);
        return frame;
    }

    private static int TextSize(byte[] frame, int at) => 2 + Math.Max((short)0, BinaryPrimitives.ReadInt16BigEndian(frame.AsSpan(at)));

    // From both sides: a request's own answer, and the broker's to those before it.
    private void ToClient(byte[] frame)
    {
        lock (writing)
            client.Write(Framed(frame));
    }

    private static async Task<byte[]?> ReadAsync(NetworkStream from)
    {
        byte[] size = new byte[4];
        if (await from.ReadAtLeastAsync(size, size.Length, throwOnEndOfStream: false) < size.Length)
            return null;
        byte[] frame = new byte[BinaryPrimitives.ReadInt32BigEndian(size)];
        await from.ReadExactlyAsync(frame);
        return frame;
    }

    private static byte[] Framed(byte[] frame)
    {
        byte[] whole = new byte[4 + frame.Length];
        BinaryPrimitives.WriteInt32BigEndian(whole, frame.Length);
        frame.CopyTo(whole, 4);
        return whole;
    }

    private static void Write(MemoryStream to, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        to.Write(bytes);
    }

    private static void Write(MemoryStream to, short value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteInt16BigEndian(bytes, value);
        to.Write(bytes);
    }

    private static void Write(MemoryStream to, string? text)
    {
        Write(to, (short)(text is null ? -1 : Encoding.UTF8.GetByteCount(text)));
        to.Write(Encoding.UTF8.GetBytes(text ?? ""));
    }
}
