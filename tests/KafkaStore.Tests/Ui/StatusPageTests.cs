using KafkaStore.Functions.Http.Ui;
using KafkaStore.Tests.Http;

namespace KafkaStore.Tests.Ui;

/// <summary>The page as it is sent: anonymous, whole, and under a policy that lets nothing else run.</summary>
public sealed partial class StatusPageTests
{
    private static readonly string Folder = Repository.PathOf("src/KafkaStore.Functions/Http/Ui/Page");

    private readonly StatusPage page = new();

    private string Html => Encoding.UTF8.GetString(page.Html.Span);

    [Fact]
    public async Task AnybodyGetsThePageAndNobodyDataWithIt()
    {
        RangeArchive archive = await RangeArchive.MakeAsync(84, 1);
        await using HttpArchive served = await HttpArchive.StartAsync(archive.Store);
        using var stranger = new HttpClient { BaseAddress = served.Address };
        using HttpResponseMessage response = await stranger.GetAsync("api/ui");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(page.Html.ToArray(), await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(page.Policy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("api/status")).StatusCode);
        Assert.DoesNotContain("orders", Html);
    }

    [Fact]
    public async Task TheRootLeadsToThePage()
    {
        await using HttpArchive served = await HttpArchive.StartAsync(new MemoryObjectStore());
        using HttpResponseMessage response = await served.GetAsync("");
        Assert.Equal("/api/ui", response.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public void ThePolicyNamesTheScriptAndTheStyleAndNothingElse()
    {
        string script = Assert.Single(Script().Matches(Html)).Groups[1].Value;
        string style = Assert.Single(Style().Matches(Html)).Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; script-src 'sha256-{Hash(script)}'; style-src 'sha256-{Hash(style)}'; img-src data:; connect-src 'self'; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
            page.Policy
        );
    }

    [Fact]
    public void EveryFileOfThePageIsInIt() =>
        Assert.All(
            Directory.GetFiles(Folder, "*.js").Append(Path.Combine(Folder, "page.css")),
            file => Assert.Contains(File.ReadAllText(file).ReplaceLineEndings("\n"), Html)
        );

    [Fact]
    public void NothingIsLoadedFromElsewhereAndNoTextBecomesMarkup()
    {
        Assert.DoesNotMatch(@"(src|href)=""?(https?:|//)", Html);
        Assert.DoesNotContain("@import", Html);
        Assert.DoesNotMatch(@"\.(innerHTML|outerHTML)|insertAdjacentHTML|document\.write|\beval\(|new Function|parseFromString", Html);
        Assert.DoesNotMatch(@" style=| on[a-z]+=""", Html);
        Assert.Equal(["http://www.w3.org/2000/svg"], Url().Matches(Html).Select(match => match.Value).Distinct());
    }

    [Fact]
    public void TheKeyGoesIntoOneHeaderAlone()
    {
        string[] uses = [.. Html.Split('\n').Where(line => line.Contains("storedKey()") || line.Contains("keyName"))];
        Assert.Contains(uses, line => line.Contains("headers.set('x-functions-key', storedKey())"));
        Assert.All(uses, line => Assert.DoesNotMatch("localStorage|cookie|searchParams|console", line));
        Assert.DoesNotContain("console.", Html);
    }

    [Fact]
    public void FilesAreShort() => Assert.All(Directory.GetFiles(Folder), file => Assert.InRange(File.ReadAllLines(file).Length, 1, 200));

    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("<script type=\"module\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"https?://[\w./]+")]
    private static partial Regex Url();
}
