using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;

namespace KafkaStore.EndToEnd.Tests.Packages;

/// <summary>A registry with one image of one file, over which the SDK makes images of its own.</summary>
internal sealed class BaseImageRegistry : IAsyncDisposable
{
    private const string Manifest = "application/vnd.docker.distribution.manifest.v2+json";

    private readonly HttpListener listener = new();
    private readonly Dictionary<string, byte[]> blobs = [];
    private readonly byte[] manifest;
    private readonly Task serving;

    public BaseImageRegistry()
    {
        byte[] layer = Layer();
        byte[] packed = Pack(layer);
        byte[] config = Json(
            new JsonObject
            {
                ["architecture"] = "amd64",
                ["os"] = "linux",
                ["config"] = new JsonObject { ["Env"] = new JsonArray("BASE=kept") },
                ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(Digest(layer)) },
                ["history"] = new JsonArray(new JsonObject { ["created_by"] = "a test" }),
            }
        );
        manifest = Json(
            new JsonObject
            {
                ["schemaVersion"] = 2,
                ["mediaType"] = Manifest,
                ["config"] = Blob("application/vnd.docker.container.image.v1+json", config),
                ["layers"] = new JsonArray(Blob("application/vnd.docker.image.rootfs.diff.tar.gzip", packed)),
            }
        );
        string host = Listen();
        Image = $"{host}/base:1";
        serving = ServeAsync();
    }

    /// <summary>As <c>ContainerBaseImage</c> takes it.</summary>
    public string Image { get; }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await serving;
        listener.Close();
    }

    private string Listen()
    {
        int port;
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        listener.Prefixes.Add($"http://localhost:{port}/");
        listener.Start();
        return $"localhost:{port}";
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return; // stopped
            }

            string path = context.Request.Url!.AbsolutePath;
            byte[]? body = path.Contains("/manifests/") ? manifest : blobs.GetValueOrDefault(path.Split('/')[^1]);
            context.Response.StatusCode = body is null ? 404 : 200;
            context.Response.ContentType = body == manifest ? Manifest : "application/octet-stream";
            if (body is not null)
            {
                context.Response.Headers["Docker-Content-Digest"] = Digest(body);
                context.Response.ContentLength64 = body.Length;
                if (context.Request.HttpMethod != "HEAD")
                    await context.Response.OutputStream.WriteAsync(body);
            }

            context.Response.Close();
        }
    }

    private JsonObject Blob(string type, byte[] content)
    {
        blobs[Digest(content)] = content;
        return new JsonObject
        {
            ["mediaType"] = type,
            ["size"] = content.Length,
            ["digest"] = Digest(content),
        };
    }

    private static byte[] Layer()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/base") { DataStream = new MemoryStream("base"u8.ToArray()) });
        return stream.ToArray();
    }

    private static byte[] Pack(byte[] layer)
    {
        using var stream = new MemoryStream();
        using (var packing = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(layer);
        return stream.ToArray();
    }

    private static byte[] Json(JsonObject value) => Encoding.UTF8.GetBytes(value.ToJsonString());

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";
}
