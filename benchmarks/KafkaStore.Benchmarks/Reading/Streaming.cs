using System.Buffers;
using System.Net.Http.Headers;
using KafkaStore.Storage.Local;

namespace KafkaStore.Benchmarks.Reading;

/// <summary>A range of 1 GiB of records: streamed over HTTP page by page, beside decoding the same files in this process.</summary>
internal static class Streaming
{
    private const int Objects = 16;
    private const long ObjectBytes = 64L * 1024 * 1024;
    private const int Rounds = 3;

    public static async Task RunAsync(string folder)
    {
        Console.WriteLine($"{Objects} objects of {ObjectBytes >> 20} MiB of records in {folder}");
        (LocalObjectStore store, long end) = await BenchmarkArchive.OpenAsync(folder, Objects, ObjectBytes);
        double mebibytes = Objects * ObjectBytes / (1024.0 * 1024);
        for (int round = 1; round <= Rounds; round++)
        {
            TimeSpan decoding = await TimeAsync(() => DecodedArchive.ReadAsync(store, BenchmarkArchive.Partition, end, null));
            TimeSpan formatting = await TimeAsync(() =>
                DecodedArchive.ReadAsync(store, BenchmarkArchive.Partition, end, new ArrayBufferWriter<byte>(1 << 20))
            );
            Console.WriteLine(
                $"round {round}: decoding {mebibytes / decoding.TotalSeconds:0} MiB/s; decoding and formatting {mebibytes / formatting.TotalSeconds:0} MiB/s"
            );
            await ReportAsync(folder, "application/x-ndjson", mebibytes, formatting, "decoding and formatting");
            await ReportAsync(folder, "avro/binary", mebibytes, decoding, "decoding");
        }
    }

    private static async Task ReportAsync(string folder, string accept, double mebibytes, TimeSpan baseline, string what)
    {
        using var server = ServerProcess.Start(folder);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServerProcess.Token);
        client.DefaultRequestHeaders.Accept.ParseAdd(accept);

        // Compiled and warm, as a server is.
        await ReadAsync(
            client,
            new Uri(server.Address, "api/topics/events/partitions/0/records?limit=200000"),
            firstPageOnly: true,
            () => { }
        );
        long before = server.WorkingSetBytes;
        long most = before;
        (long bytes, int pages) = (0, 0);
        TimeSpan taken = await TimeAsync(async () =>
            (bytes, pages) = await ReadAsync(
                client,
                new Uri(server.Address, "api/topics/events/partitions/0/records"),
                firstPageOnly: false,
                () => most = Math.Max(most, server.WorkingSetBytes)
            )
        );
        Console.WriteLine(
            $"  {accept, -20} {mebibytes / taken.TotalSeconds, 5:0} MiB/s of records, {baseline / taken, 4:P0} of {what}; {bytes >> 20} MiB in {pages} pages; "
                + $"server's working set {before >> 20} MiB, at most {most >> 20} MiB; {server.ProcessorTime.TotalSeconds:0.0} s of processor"
        );
    }

    private static async Task<(long Bytes, int Pages)> ReadAsync(HttpClient client, Uri first, bool firstPageOnly, Action glance)
    {
        byte[] memory = new byte[256 * 1024];
        (long bytes, int pages) = (0, 0);
        for (Uri? url = first; url is not null; )
        {
            using HttpResponseMessage response = await client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            using Stream body = await response.Content.ReadAsStreamAsync();
            long next = 0;
            for (int read; (read = await body.ReadAsync(memory)) > 0; bytes += read)
            {
                if (bytes < next)
                    continue;
                glance();
                next = bytes + (16 << 20);
            }

            pages++;
            url =
                !firstPageOnly && response.Headers.TryGetValues("Link", out IEnumerable<string>? links)
                    ? new Uri(url, links.First().Split('<', '>')[1])
                    : null;
        }

        return (bytes, pages);
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> measured)
    {
        long started = Stopwatch.GetTimestamp();
        await measured();
        return Stopwatch.GetElapsedTime(started);
    }
}
