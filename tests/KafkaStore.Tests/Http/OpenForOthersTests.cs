using System.Net.Sockets;
using KafkaStore.Functions.Http;
using KafkaStore.Functions.Http.Limits;

namespace KafkaStore.Tests.Http;

/// <summary>One client, however it behaves, does not keep the others out.</summary>
public sealed class OpenForOthersTests
{
    private const string Records = HttpArchive.Orders3 + "/records";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public async Task ReadersThatTakeNextToNothingKeepNobodyOutAndAreEnded(int bytesPerSecond)
    {
        await using HttpArchive served = await LargeArchiveAsync(
            HttpServerOptions.OnOneMachine with
            {
                SlownessBorne = TimeSpan.FromSeconds(8), // on a busy machine it takes a while until all of them are there
            }
        );
        var readers = new List<SlowReader>();
        for (int i = 0; i < 16; i++) // more than have a place: one may be taken by the question whether all are
            readers.Add(await SlowReader.StartAsync(served.Address, $"/{Records}", bytesPerSecond));
        try
        {
            await Waiting.UntilAsync(async () => await StatusAsync(served, $"{Records}?limit=1") == HttpStatusCode.ServiceUnavailable);
            foreach (string list in (string[])["api/topics", "api/topics/orders/partitions", $"{HttpArchive.Orders3}/segments"])
                Assert.Equal(HttpStatusCode.OK, await StatusAsync(served, list));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(served, $"{Records}?limit=1", from: "127.0.0.2"));

            await Waiting.UntilAsync(async () => await StatusAsync(served, $"{Records}?limit=1") == HttpStatusCode.OK);
            await Waiting.UntilAsync(() => served.Loggers.Count("takes less than 16384 bytes a second") == 8);
        }
        finally
        {
            foreach (SlowReader reader in readers)
                reader.Dispose();
        }
    }

    [Fact]
    public async Task AClientHasHalfOfThePlacesAndAnotherTheOtherHalf()
    {
        var places = new FairPlaces(5, "reading");
        List<IDisposable> first = [places.Take("a"), places.Take("a"), places.Take("a")];
        ProblemException share = Assert.Throws<ProblemException>(() => places.Take("a"));
        Assert.Contains("this client", share.Message);
        IDisposable second = places.Take("b");
        places.Take("c");
        Assert.Contains("As many requests", Assert.Throws<ProblemException>(() => places.Take("b")).Message);

        second.Dispose();
        second.Dispose();
        Assert.Throws<ProblemException>(() => places.Take("a"));
        second = places.Take("b");
        first[0].Dispose();
        places.Take("a");
        Assert.Throws<ProblemException>(() => places.Take("b"));
        Assert.Throws<ProblemException>(() => new FairPlaces(0, "waiting").Take("a"));
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(client =>
                    Task.Run(() =>
                    {
                        var many = new FairPlaces(16, "reading");
                        for (int i = 0; i < 1000; i++)
                            many.Take($"{client}").Dispose();
                    })
                )
        );
    }

    [Theory]
    [InlineData("127.0.0.1", "::ffff:127.0.0.1", true)]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public void AddressesOfOneNetworkAreOneClient(string one, string other, bool same) =>
        Assert.Equal(same, RequestClient.Of(IPAddress.Parse(one)) == RequestClient.Of(IPAddress.Parse(other)));

    [Fact]
    public void BehindAHostClientsAreToldByTheirKeys()
    {
        using KeyedSlots slots = Slots(new HttpReadingOptions { Streams = 2 });
        slots.Take("first");
        Assert.Throws<ProblemException>(() => slots.Take("first"));
        slots.Take("second");
    }

    [Fact]
    public void APaceCountsWhatIsTakenAndNotWhatABufferTookAtOnce()
    {
        var pace = new ClientPace(1000, TimeSpan.FromSeconds(10));
        pace.Took(TimeSpan.Zero, 100_000_000);
        Assert.Equal(TimeSpan.FromSeconds(10), pace.Left);
        pace.Took(TimeSpan.FromSeconds(4), 1000);
        Assert.Equal(TimeSpan.FromSeconds(7), pace.Left);
        for (int i = 0; i < 1000; i++)
            pace.Took(TimeSpan.FromSeconds(4), 4000);
        Assert.Equal(TimeSpan.FromSeconds(7), pace.Left);
        pace.Took(TimeSpan.FromSeconds(20), 0);
        Assert.Equal(TimeSpan.Zero, pace.Left);
    }

    [Fact]
    public async Task TimeThatTheArchiveTakesIsNotTheClients()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(71, 3);
        var store = new FaultyStore(archive.Store) { Before = _ => Task.Delay(TimeSpan.FromMilliseconds(400)) };
        await using HttpArchive served = await HttpArchive.StartAsync(
            store,
            HttpServerOptions.OnOneMachine with
            {
                SlownessBorne = TimeSpan.FromSeconds(1.5), // on a busy machine the client itself is slow for a while
            }
        );
        using HttpResponseMessage response = await served.GetAsync(Records);
        SampleContainers.AssertEqual(archive.Records, LineRecords.Parse(await response.Content.ReadAsByteArrayAsync()));
    }

    [Theory]
    [InlineData(0, true)] // while the page is planned
    [InlineData(5, false)] // in the middle of its records
    public async Task AnAnswerEndsInTime(int reads, bool isTold)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(72, 3);
        var store = new HangingStore(archive.Store) { Reads = reads };
        await using HttpArchive served = await HttpArchive.StartAsync(
            store,
            HttpServerOptions.OnOneMachine with
            {
                Streams = 2,
                LongestAnswer = TimeSpan.FromSeconds(2),
            }
        );
        Assert.Equal(isTold ? HttpStatusCode.ServiceUnavailable : null, await TryAsync(served));
        await Waiting.UntilAsync(() => served.Loggers.Count("the longest that an answer may take") == 1);
        store.Reads = int.MaxValue;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(served, $"{Records}?limit=1")); // the one place of this client is free again
    }

    [Fact]
    public async Task ConnectionsOfOneClientLeaveRoomForOthers()
    {
        await using HttpArchive served = await LargeArchiveAsync(HttpServerOptions.OnOneMachine, connections: 8);
        var idle = new List<Socket>();
        try
        {
            for (int i = 0; i < 20; i++)
                await TryConnectAsync(served.Address, idle);
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(served, "api/topics", from: "127.0.0.2"));
        }
        finally
        {
            idle.ForEach(socket => socket.Dispose());
        }

        await Waiting.UntilAsync(async () => await StatusAsync(served, "api/topics") == HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode?> TryAsync(HttpArchive served)
    {
        try
        {
            using HttpResponseMessage response = await served.GetAsync(Records);
            await response.Content.ReadAsByteArrayAsync();
            return response.StatusCode;
        }
        catch (Exception cut) when (cut is HttpRequestException or HttpIOException)
        {
            return null;
        }
    }

    private static KeyedSlots Slots(HttpReadingOptions options) => new(options);

    private static async Task<HttpArchive> LargeArchiveAsync(HttpReadingOptions options, int? connections = null)
    {
        var archive = new RangeArchive();
        byte[] value = new byte[90_000];
        new Random(1).NextBytes(value);
        await archive.AddAsync([.. Enumerable.Range(0, 48).Select(offset => new Record(offset, 1_000_000 + offset, null, value, []))]);
        return await HttpArchive.StartAsync(archive.Store, options, connections);
    }

    private static async Task<HttpStatusCode?> StatusAsync(HttpArchive served, string path, string from = "127.0.0.1")
    {
        using var client = new HttpClient(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, _) => new NetworkStream(await ConnectAsync(served.Address, from), ownsSocket: true),
            }
        )
        {
            BaseAddress = served.Address,
            Timeout = Patience,
        };
        client.DefaultRequestHeaders.Add("x-functions-key", HttpArchive.Token);
        try
        {
            using HttpResponseMessage response = await client.GetAsync(path);
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null; // the connection was closed
        }
    }

    private static async Task TryConnectAsync(Uri address, List<Socket> sockets)
    {
        try
        {
            sockets.Add(await ConnectAsync(address, "127.0.0.1"));
        }
        catch (SocketException)
        {
            // It is closed so soon that it never looked open.
        }
    }

    private static async Task<Socket> ConnectAsync(Uri address, string from)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(address.Host, address.Port);
        return socket;
    }

    /// <summary>A store that answers so many reads and no more, until who asks gives up.</summary>
    private sealed class HangingStore(IObjectReader inner) : IObjectReader
    {
        private int reads;

        public int Reads { get; set; }

        public string DisplayName => inner.DisplayName;

        public Task<ObjectProperties?> FindAsync(string name, CancellationToken cancellationToken) =>
            inner.FindAsync(name, cancellationToken);

        public async Task<Stream> OpenReadAsync(string name, long from, long? length, CancellationToken cancellationToken)
        {
            if (++reads > Reads)
                await Task.Delay(Timeout.Infinite, cancellationToken);
            return await inner.OpenReadAsync(name, from, length, cancellationToken);
        }

        public IAsyncEnumerable<ObjectEntry> ListAsync(string prefix, string? startAt, CancellationToken cancellationToken) =>
            inner.ListAsync(prefix, startAt, cancellationToken);
    }

    private sealed class KeyedSlots(HttpReadingOptions options) : IDisposable
    {
        private readonly ReadingSlots slots = new(options);
        private readonly List<IDisposable> taken = [];

        public void Take(string key)
        {
            var context = new Microsoft.AspNetCore.Http.DefaultHttpContext();
            context.Request.Headers["x-functions-key"] = key;
            taken.Add(slots.TakeStream(context.Request));
        }

        public void Dispose() => taken.ForEach(slot => slot.Dispose());
    }
}
