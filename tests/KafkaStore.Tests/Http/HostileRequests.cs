namespace KafkaStore.Tests.Http;

/// <summary>Requests as nobody sends them in good faith, each as it goes over the wire.</summary>
internal static class HostileRequests
{
    private const string Records = "/api/topics/orders/partitions/3/records";

    private static readonly string[] Topics =
    [
        "..",
        ".",
        "%2e%2e",
        "%2e%2e%2f",
        "..%2f..%2f..%2fetc%2fpasswd",
        "..%5c..%5cwindows",
        "%252e%252e%252f",
        "%c0%ae%c0%ae",
        "%ff%fe",
        "%00",
        "orders%00",
        "orders%0d%0aX-Injected:1",
        "~kafka-store",
        "%7ekafka-store",
        "~kafka-store%2forders",
        "~faults",
        "~tmp",
        "orders~g",
        "orders~g0",
        "orders~g-1",
        "orders~g99999999999999999999",
        "orders~g1",
        "orders%2f000003",
        "orders%20",
        "%20",
        "orders?",
        "orders%3fa=b",
        "orders%23",
        "'%20or%201=1--",
        "<script>",
        "%F0%9F%92%A9",
        "%E2%80%AE",
        "ORDERS",
        "*",
        "{topic}",
        new string('a', 7000),
    ];

    private static readonly string[] Partitions =
    [
        "-1",
        "+3",
        "03",
        "3.0",
        "3e0",
        "0x3",
        "%33",
        "3%20",
        "%203",
        "3%00",
        "3;a",
        "..",
        "%2e%2e",
        "%2e%2e%2f3",
        "2147483648",
        "9223372036854775808",
        "99999999999999999999999",
        "NaN",
        "%D9%A3",
        "*",
    ];

    private static readonly string[] Parameters = ["fromOffset", "toOffset", "fromTime", "toTime", "limit", "wait", "after", "unknown"];

    private static readonly string[] Values =
    [
        "",
        "-1",
        "9223372036854775807",
        "9223372036854775808",
        "1e9",
        "0x10",
        "%00",
        "..%2f..",
        "1&{0}=2",
        "2026-13-45T99:99:99Z",
        "%EF%BC%91",
        "{1}",
    ];

    private static readonly string[] Paths =
    [
        "/",
        "//",
        "/api",
        "/api/",
        "/api//topics",
        "//api/topics",
        "/api/topics/",
        "/api/topics/../../etc/passwd",
        "/api/../api/topics",
        "/api/topics/orders/partitions/3/../../../../~kafka-store/staging.json",
        "/api/topics/orders/partitions/3/records/..%2f..%2f00000000000000000004",
        "/api/topics/orders/partitions/3/records/00000000000000000000",
        "/orders/000003/00000000000000000000",
        "/~kafka-store/orders/start.json",
        "/admin/host/status",
        "/runtime/webhooks",
        "/metrics",
        "/.well-known/openid-configuration",
        "file:///etc/passwd",
        "http://169.254.169.254/latest/meta-data",
    ];

    private static readonly string[] Headers =
    [
        "Accept: ",
        "Accept: */*;q=2",
        "Accept: a/b;q=nan",
        "Accept: {1}",
        "Accept: avro/binary;q=0",
        "Accept: avro/binary\r\nAccept: text/html",
        "Accept: ../../etc/passwd",
        "Accept-Encoding: gzip;q=nan",
        "Accept-Encoding: {1}",
        "Accept-Encoding: br, zstd",
        "Accept-Encoding: gzip, gzip, gzip",
        "Accept-Encoding: *",
        "Range: bytes=0-1",
        "Range: bytes=-1",
        "Range: bytes=0-1,1-2,2-3",
        "Range: records=0-9223372036854775808",
        "If-None-Match: *",
        "Expect: 100-continue",
        "Upgrade: websocket\r\nConnection: Upgrade",
        "X-Forwarded-For: {1}",
        "X-HTTP-Method-Override: DELETE",
    ];

    private static readonly string[] Keys =
    [
        "",
        "x-functions-key: ",
        "x-functions-key: A-TOKEN",
        "x-functions-key: a-toke",
        "x-functions-key: a-token2",
        "x-functions-key: a-token\0",
        "x-functions-key: {1}",
        "x-functions-key: a-token\r\nx-functions-key: b",
        "Authorization: Basic YS10b2tlbg==",
        "Authorization: Bearer",
        "Authorization: Bearer  ",
        "Authorization: Bearer a-token2",
        "Authorization: a-token",
        "Cookie: code=a-token",
    ];

    /// <summary>By what is wrong with them; all but those about keys have the right one.</summary>
    public static IEnumerable<(string Kind, string Request)> All()
    {
        foreach (string topic in Topics)
        {
            yield return ("topic", Get($"/api/topics/{topic}/partitions"));
            yield return ("topic", Get($"/api/topics/{topic}/partitions/3/records"));
            yield return ("topic", Get($"/api/topics/{topic}/partitions/3/segments"));
        }

        foreach (string partition in Partitions)
        {
            yield return ("partition", Get($"/api/topics/orders/partitions/{partition}/records"));
            yield return ("partition", Get($"/api/topics/orders/partitions/{partition}/segments"));
        }

        foreach (string name in Parameters)
        {
            foreach (string value in Values)
                yield return ("parameter", Get($"{Records}?{name}={Fill(value, name)}"));
        }

        foreach (string path in Paths)
            yield return ("path", Get(path));
        foreach (string header in Headers)
            yield return ("header", Get($"{Records}?limit=1", Fill(header, "")));
        foreach (string key in Keys)
            yield return ("key", Bare($"GET {Records} HTTP/1.1", "Host: localhost", Fill(key, ""), "Connection: close"));
        foreach (string framing in Framings())
            yield return ("framing", framing);
    }

    private static IEnumerable<string> Framings()
    {
        string key = $"x-functions-key: {HttpArchive.Token}";
        yield return Bare($"GET {Records} HTTP/1.1", "Host: localhost", key, "Content-Length: 5", "Transfer-Encoding: chunked")
            + "0\r\n\r\n";
        yield return Bare($"GET {Records} HTTP/1.1", "Host: localhost", key, "Content-Length: 5", "Content-Length: 6") + "hello";
        yield return Bare($"GET {Records} HTTP/1.1", "Host: localhost", key, "Transfer-Encoding: chunked") + "FFFFFFFFFFFFFFFF\r\n";
        yield return Bare($"GET {Records} HTTP/1.1", "Host: localhost", key, $"X-Long: {new string('a', 40_000)}");
        yield return Bare([
            $"GET {Records} HTTP/1.1",
            "Host: localhost",
            key,
            .. Enumerable.Range(0, 200).Select(number => $"X-{number}: {number}"),
        ]);
        yield return Bare($"GET {Records} HTTP/1.1", key); // no host
        yield return $"GET {Records} HTTP/9.9\r\nHost: a\r\nHost: b\r\n{key}\r\n folded\r\n\r\n";
    }

    private static string Get(string target, string? header = null) =>
        Bare(
            $"GET {target} HTTP/1.1",
            "Host: localhost",
            $"x-functions-key: {HttpArchive.Token}",
            header ?? "X-Nothing: 1",
            "Connection: close"
        );

    private static string Bare(params string[] lines) => string.Join("\r\n", lines.Where(line => line.Length > 0)) + "\r\n\r\n";

    private static string Fill(string text, string name) =>
        text.Replace("{0}", name, StringComparison.Ordinal).Replace("{1}", new string('9', 3000), StringComparison.Ordinal);
}
