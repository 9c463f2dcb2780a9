using System.Net.Sockets;
using KafkaStore.Tests.Http;

namespace KafkaStore.Tests.Storage;

/// <summary>What lies in an archive's folder and is no file keeps nobody waiting.</summary>
public sealed class StrayTests : IDisposable
{
    private const string Name = "orders/000000/00000000000000000000";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly ObjectContent Content = ObjectContent.FromBytes("content"u8.ToArray());

    private readonly TemporaryFolder folder = new();
    private readonly LocalObjectStore store;

    public StrayTests() => store = new LocalObjectStore(folder.Path);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("pipe")]
    [InlineData("socket")]
    [InlineData("link to a pipe")]
    [InlineData("link to /dev/zero")]
    [InlineData("link to nothing")]
    [InlineData("link to itself")]
    public async Task OnlyAFileIsAnObject(string kind)
    {
        await MakeAsync(kind);
        await Task.Run(async () =>
            {
                Assert.Null(await store.FindAsync(Name, default));
                await Assert.ThrowsAsync<ObjectMissingException>(() => store.OpenReadAsync(Name, 0, null, default));
                Assert.Empty(await store.ListAsync("orders/", null, default).ToListAsync());
                Assert.Empty(await store.ListFoldersAsync("", default).Where(name => name == "orders/").ToListAsync());
                Assert.Equal([Name], await store.ListStraysAsync("", default).Where(name => name.StartsWith("orders")).ToListAsync());
                await Fails.SayingAsync<StorageAccessException>(
                    "something that is no file",
                    () => store.CreateAsync(Name, Content, default)
                );
            })
            .WaitAsync(Patience);
    }

    [Fact]
    public async Task ALinkToAFileIsTheFile()
    {
        await MakeAsync("link to a file");
        Assert.Equal(4, (await store.FindAsync(Name, default))!.Length);
        Assert.Empty(await store.ListStraysAsync("orders/", default).ToListAsync());
        Assert.Equal(CreateOutcome.AlreadyExists, await store.CreateAsync(Name, Content, default));
    }

    [Fact]
    public async Task VerifyNamesWhatIsNoFile()
    {
        await MakeAsync("pipe");
        var problems = new ProblemLog();
        await new ArchiveVerifier(store, problems).VerifyAsync([], new VerificationProgress(), default).WaitAsync(Patience);
        ArchiveProblem problem = Assert.Single(problems.Sorted());
        Assert.Equal((Name, ProblemKind.UnexpectedName), (problem.Object, problem.Kind));
    }

    [Fact]
    public async Task APipeTakesNoSlot()
    {
        await MakeAsync("pipe");
        await using HttpArchive served = await HttpArchive.StartAsync(store, new HttpReadingOptions { Streams = 2 });
        for (int i = 0; i < 5; i++)
        {
            using HttpResponseMessage response = await served.GetAsync("api/topics/orders/partitions/0/records").WaitAsync(Patience);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    private async Task MakeAsync(string kind)
    {
        string path = folder.Below(Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string other = Path.Combine(folder.Path, ".other");
        switch (kind)
        {
            case "pipe":
                (await ToolRun.RunAsync("mkfifo", [path])).Succeed();
                break;
            case "socket":
                using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
                {
                    string near = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()); // a socket's path has 107 bytes at most
                    socket.Bind(new UnixDomainSocketEndPoint(near));
                    File.Move(near, path);
                }

                break;
            case "link to a pipe":
                (await ToolRun.RunAsync("mkfifo", [other])).Succeed();
                File.CreateSymbolicLink(path, other);
                break;
            case "link to a file":
                await File.WriteAllTextAsync(other, "file");
                File.CreateSymbolicLink(path, other);
                break;
            case "link to itself":
                File.CreateSymbolicLink(path, path);
                break;
            default:
                File.CreateSymbolicLink(path, kind == "link to nothing" ? other : "/dev/zero");
                break;
        }
    }
}
