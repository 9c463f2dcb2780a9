using KafkaStore.Functions.Http;
using Microsoft.AspNetCore.Http;

namespace KafkaStore.Tests.Http;

/// <summary>A reader that goes away ends the function as a finished one; whatever else fails, fails.</summary>
public sealed class LeavingReaderTests
{
    private static readonly string[] Functions = ["ReadRange", "ListTopics", "ListPartitions", "ListSegments"];

    public static TheoryData<string, string> Partings
    {
        get
        {
            var partings = new TheoryData<string, string>();
            foreach (string function in Functions)
            {
                foreach (string parting in (string[])["cancelled", "broken", "both", "wrapped"])
                    partings.Add(function, parting);
            }

            return partings;
        }
    }

    [Theory]
    [MemberData(nameof(Partings))]
    public async Task TheFunctionReturnsQuietlyWhenItsReaderHasGone(string function, string parting)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(61, 3);
        using var reader = new CancellationTokenSource();
        var loggers = new RecordingLoggers();
        var store = new FaultyStore(archive.Store);
        var request = new DefaultHttpContext { RequestAborted = reader.Token };
        request.Response.Body = new MemoryStream();
        store.Before = _ =>
        {
            reader.Cancel();
            return parting switch
            {
                "cancelled" => Task.FromCanceled(reader.Token),
                "broken" => Task.FromException(new IOException("Broken pipe")),
                "wrapped" => Task.FromException(new StorageUnavailableException("The store did not answer.", new TaskCanceledException())),
                _ => Task.CompletedTask, // the next thing that takes the token notices
            };
        };

        await RunAsync(function, store, loggers, request);

        Assert.Equal(1, loggers.Count("The client has gone"));
        Assert.Equal(0, loggers.Count("", LogLevel.Information));
    }

    [Fact]
    public async Task AReaderThatGoesInTheMiddleOfItsRecordsEndsTheReading()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(62, 20);
        using var reader = new CancellationTokenSource();
        var loggers = new RecordingLoggers();
        var store = new FaultyStore(archive.Store);
        var request = new DefaultHttpContext { RequestAborted = reader.Token };
        request.Response.Body = new BreakingStream(1_000_000, reader);

        await RunAsync("ReadRange", store, loggers, request);

        Assert.Equal(1, loggers.Count("The client has gone"));
        Assert.Equal(0, loggers.Count("", LogLevel.Information));
        Assert.InRange(store.Calls.Count(call => call.Operation == StoreOperation.Read), 20, 38); // not all objects
    }

    [Theory]
    [InlineData("ReadRange")]
    [InlineData("ListTopics")]
    [InlineData("ListPartitions")]
    [InlineData("ListSegments")]
    public async Task AFailureThatNobodyExpectedFailsWhetherTheReaderIsThereOrNot(string function)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(63, 1);
        foreach (bool hasGone in (bool[])[false, true])
        {
            using var reader = new CancellationTokenSource();
            var store = new FaultyStore(archive.Store);
            var request = new DefaultHttpContext { RequestAborted = reader.Token };
            store.Before = _ =>
            {
                if (hasGone)
                    reader.Cancel();
                throw new InvalidDataException("The index is wrong.");
            };
            await Assert.ThrowsAsync<InvalidDataException>(() => RunAsync(function, store, new RecordingLoggers(), request));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatIsCancelledForAnotherReasonFails(bool cancelled)
    {
        RangeArchive archive = await RangeArchive.MakeAsync(64, 1);
        var store = new FaultyStore(archive.Store);
        var request = new DefaultHttpContext();
        store.Before = _ =>
            throw (cancelled ? new TaskCanceledException("100 seconds were not enough.") : new IOException("The disk is gone."));
        Exception failure = await Xunit.Record.ExceptionAsync(() => RunAsync("ReadRange", store, new RecordingLoggers(), request));
        Assert.IsType(cancelled ? typeof(TaskCanceledException) : typeof(IOException), failure);
    }

    private static async Task RunAsync(string function, FaultyStore store, RecordingLoggers loggers, DefaultHttpContext context)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IObjectReader>(store);
        services.AddSingleton<ILoggerFactory>(loggers);
        services.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        services.AddArchiveReading(new HttpReadingOptions { PageBytes = long.MaxValue }).AddSchemaReading();
        await using ServiceProvider provider = services.BuildServiceProvider();
        await (
            function switch
            {
                "ReadRange" => provider.GetRequiredService<ReadRange>().RunAsync(context.Request, "orders", "3"),
                "ListTopics" => provider.GetRequiredService<ListTopics>().RunAsync(context.Request),
                "ListPartitions" => provider.GetRequiredService<ListPartitions>().RunAsync(context.Request, "orders"),
                _ => provider.GetRequiredService<ListSegments>().RunAsync(context.Request, "orders", "3"),
            }
        );
    }

    /// <summary>A connection that is gone after so many bytes.</summary>
    private sealed class BreakingStream(long capacity, CancellationTokenSource reader) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            base.Write(buffer);
            if (Length > capacity)
                Break();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await base.WriteAsync(buffer, cancellationToken);
            if (Length > capacity)
                Break();
        }

        private void Break()
        {
            reader.Cancel();
            throw new IOException("Connection reset by peer");
        }
    }
}
