using System.Net;
using System.Net.Http.Headers;
using Avro.File;

namespace KafkaStore.Worker.Tests.Support;

/// <summary>Reads an archive as a stranger does: over HTTP, as Avro, with Avro's own library.</summary>
internal static class HttpArchive
{
    private static readonly HttpClient Http = new();

    /// <summary>All records of a partition, page after page; none where the archive has nothing of it yet.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(Uri host, string topic, int partition)
    {
        var records = new List<string>();
        var page = new Uri(host, $"api/topics/{topic}/partitions/{partition}/records");
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, page);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("avro/binary"));
            using HttpResponseMessage response = await Http.SendAsync(request);
            if (response.StatusCode == HttpStatusCode.NotFound)
                return records;
            response.EnsureSuccessStatusCode();
            using var content = new MemoryStream(await response.Content.ReadAsByteArrayAsync());
            using IFileReader<GenericRecord> reader = DataFileReader<GenericRecord>.OpenReader(content);
            records.AddRange(reader.NextEntries.Select(RecordText.Of));
            if (!response.Headers.TryGetValues("Link", out IEnumerable<string>? links))
                return records;
            page = new Uri(page, links.Single().Split('<', '>')[1]);
        }
    }
}
