namespace KafkaStore.EndToEnd.Tests.Cli;

/// <summary>One clear sentence on standard error with the remedy, 2 for usage and 1 for the rest.</summary>
public sealed class BadInputTests : IDisposable
{
    // Nothing listens there.
    private const string Nobody = "--broker-list 127.0.0.1:1 --topic t --group g --local-store DIR/a";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kafka-store-input-");

    public void Dispose() => folder.Delete(recursive: true);

    public static TheoryData<string, string> Misuses() =>
        Said(
            """
            $
            no broker is given: --broker-list HOST:PORT says where Kafka is (kafka-store quickstart needs none).
            $ NOBODY --brokr-list x
            there is no option --brokr-list. Did you mean --broker-list? See kafka-store --help.
            $ --colour
            there is no option --colour. See kafka-store --help.
            $ NOBODY stray
            an argument after --local-store, which may be a secret and is not repeated, is not expected here. See kafka-store --help.
            $ NOBODY --kafka-property sasl.password= hunter2
            an argument after --kafka-property, which may be a secret and is not repeated, is not expected here. See kafka-store --help.
            $ hunter2
            an argument, which may be a secret and is not repeated, is not expected here. See kafka-store --help.
            $ --broker-list b --topic t --group g
            no store is given: --local-store DIR archives into a folder, --azure-store-url, --gcloud-store-url and --s3-store-url into a cloud.
            $ --broker-list b --topic t --local-store DIR/a
            no consumer group is given: --group GROUP names it.
            $ --broker-list b --group g --local-store DIR/a
            no topic is given: --topic TOPIC names what to archive, and may be given several times.
            $ NOBODY --topic a/b
            'a/b' can't be a Kafka topic: --topic takes 1 to 249 of a-z A-Z 0-9 . _ -
            $ NOBODY --topic orders,payments
            'orders,payments' are several topics: give --topic once for each.
            $ NOBODY --topic orders~g1
            'orders~g1' is what an archive calls topic orders after it was created again, and no topic of Kafka's: --topic takes orders.
            $ NOBODY --topic .
            '.' can't be a Kafka topic: no topic is named . or .. alone.
            $ --broker-list localhost:99999 --topic t --group g --local-store DIR/a
            --broker-list takes HOST[:PORT], with commas between several and ports from 1 to 65535, not 'localhost:99999'.
            $ --broker-list a:9092,,b --topic t --group g --local-store DIR/a
            --broker-list takes HOST[:PORT], with commas between several and ports from 1 to 65535, not 'a:9092,,b'.
            $ --broker-list http://localhost:9092/ --topic t --group g --local-store DIR/a
            --broker-list takes HOST:PORT without a scheme, not 'http://localhost:9092/': write localhost:9092.
            $ --broker-list b --topic t --group g --local-store s3://buck
            --local-store takes a folder, not 's3://buck': use --s3-store-url for it.
            $ NOBODY --kafka-property auto.offset.reset=earliest
            the Kafka property auto.offset.reset is not free: what is archived depends on it; use --offset-reset.
            $ NOBODY --kafka-property isolation.level=read_uncommitted
            the Kafka property isolation.level is not free: what is archived depends on it.
            $ NOBODY --kafka-property hunter2
            --kafka-property takes NAME=VALUE, and one that was given has no name or no '='; it may be a secret and is not repeated here.
            $ NOBODY --kafka-property sesion.timeout.ms=1
            there is no Kafka property sesion.timeout.ms. Did you mean session.timeout.ms?
            $ NOBODY --kafka-config DIR/none
            there is no file DIR/none to read Kafka's properties from. Correct the path.
            $ NOBODY --kafka-config DIR
            DIR is a folder. Name the file of Kafka's properties.
            $ NOBODY --staging-key-file DIR/none
            there is no file DIR/none to read staging keys from. Correct the path.
            $ NOBODY --staging-key-file DIR/file
            --staging-key-file DIR/file has no key: make one with 'openssl rand -base64 32'.
            $ resume --topic t --broker-list localhost:1 --group g --local-store DIR --staging-key-file DIR/file
            --staging-key-file DIR/file has no key: make one with 'openssl rand -base64 32'.
            $ restore --local-store DIR --to-broker localhost:1 --kafka-config DIR/none
            there is no file DIR/none to read Kafka's properties from. Correct the path.
            $ verify --local-store DIR --kafka-config DIR/file
            --kafka-config is of the brokers that --against-broker names: give both.
            $ verify --local-store DIR --group g
            --group is of the brokers that --against-broker names: give both.
            $ verify --local-store DIR --expect DIR/none
            there is no file DIR/none to compare with. Give one that kafka-store verify --heads wrote.
            $ verify --local-store DIR --expect DIR/file
            --expect DIR/file is no file that kafka-store verify --heads wrote.
            $ NOBODY --kafka-property sasl.oauthbearer.token.endpoint.url=https://u:hunter2@id/token
            the Kafka property sasl.oauthbearer.token.endpoint.url has a name or password before the host, where logs would show it: give them as sasl.oauthbearer.client.id and sasl.oauthbearer.client.secret.
            $ verify --local-store DIR --against-broker localhost:0
            --against-broker takes HOST[:PORT], with commas between several and ports from 1 to 65535, not 'localhost:0'.
            $ verify --local-store DIR --kafka-property security.protocol=ssl
            --kafka-property is of the brokers that --against-broker names: give both.
            $ verify --local-store DIR --against-broker localhost:1 --kafka-property isolation.level=read_uncommitted
            the Kafka property isolation.level is not free: what is archived depends on it.
            $ verify DIR/t
            'DIR/t' is not expected here. A store is given with its option: --local-store DIR/t. See kafka-store verify --help.
            $ kafka-store-reader DIR/t
            'DIR/t' is not expected here. Say first where it is: kafka-store-reader local DIR/t, or azure, gcloud, s3 with a URL. See kafka-store-reader --help.
            $ NOBODY --group h
            --group is given more than once. Give it once.
            $ NOBODY --file-size 12X
            --file-size takes a size such as 256M, 64k, 1G or 1000000 (bytes), not '12X'.
            $ NOBODY --file-size 0
            --file-size takes a size such as 256M, 64k, 1G or 1000000 (bytes), not '0'.
            $ NOBODY --file-size -5
            --file-size takes a size such as 256M, 64k, 1G or 1000000 (bytes), not '-5'.
            $ NOBODY --file-size
            --file-size takes a value: --file-size SIZE. See kafka-store --help.
            $ NOBODY --file-age-seconds -1
            --file-age-seconds takes whole seconds from 1, not '-1'.
            $ NOBODY --idle-safety-seconds 1.5
            --idle-safety-seconds takes whole seconds from 0, not '1.5'.
            $ NOBODY --codec zip
            --codec takes deflate, zstandard or null, not 'zip'.
            $ NOBODY --codec-level 10
            --codec-level takes a level from 0 to 9 with --codec deflate, not '10'.
            $ NOBODY --codec zstandard --codec-level 0
            --codec-level takes a level from 1 to 19 with --codec zstandard, not '0'.
            $ NOBODY --codec zstandard --codec-level best
            --codec-level takes a level from 1 to 19 with --codec zstandard, not 'best'.
            $ NOBODY --codec null --codec-level 3
            --codec-level is of deflate and zstandard; --codec null has none. Leave one of the two out.
            $ NOBODY --offset-reset newest
            --offset-reset takes earliest, latest or error, not 'newest'.
            $ NOBODY --close-at-end
            --close-at-end says what to do at the end, which only --exit-at-end stops at: give both.
            $ estimate --topic t
            no broker is given: --broker-list HOST:PORT says where Kafka is.
            $ estimate --broker-list b
            no topic is given: --topic TOPIC names what to archive, and may be given several times.
            $ estimate --broker-list b --topic t --sample some
            --sample takes a number of records from 1, such as 50000, a share of each partition up to 100%, such as 10%, or all, not 'some'.
            $ estimate --broker-list b --topic t --file-age-seconds never
            --file-age-seconds takes whole seconds from 1, not 'never'.
            $ estimate --broker-list b --topic t --price s3=1
            --price takes CLOUD.WHAT=PRICE, such as s3.storage=0.0245, not 's3=1'.
            $ estimate --broker-list b --topic t --prices DIR/file
            --prices DIR/file is a map of clouds, such as 's3: {region: eu-central-1, storage: 0.0245}'.
            $ estimate --broker-list b --topic t --objects
            --objects lists what all records become: give --sample all with it.
            $ estimate --broker-list b --topic t --staging-url ftp://x
            'ftp://x' is of no scheme that is known here. Give a folder, https://ACCOUNT.blob.core.windows.net/CONTAINER/PREFIX, gs://BUCKET/PREFIX or s3://BUCKET/PREFIX.
            $ dev-broker --partitions 0
            --partitions takes a number from 1 to 1000, not '0'.
            $ quickstart --inptu x
            there is no option --inptu. Did you mean --input? See kafka-store quickstart --help.
            $ kafka-store-reader
            a command is missing: local, azure, gcloud, s3. See kafka-store-reader --help.
            $ kafka-store-reader local
            PATH is missing. See kafka-store-reader local --help.
            $ kafka-store-reader local a b
            an argument, which may be a secret and is not repeated, is not expected here. See kafka-store-reader local --help.
            $ kafka-store-reader local DIR/t --from-time noon
            --from-time takes ISO 8601, UTC unless it says otherwise, such as 2026-03-01 or 2026-03-01T12:00:00+01:00, or milliseconds since 1970, not 'noon'.
            $ kafka-store-reader local DIR/file --wait
            DIR/file is no archive's file, and of other programs' containers all records are read as JSON: only --limit, --output and --force go with it.
            $ NOBODY --schema-registry registry
            The schema registry's address is not one: give it as http://HOST:PORT or https://USER:PASSWORD@HOST.
            """
        );

    public static TheoryData<string, string> Failures() =>
        Said(
            """
            $ --broker-list 127.0.0.1:1 --topic t --group g --local-store DIR/no/a
            there is no folder DIR/no, so --local-store DIR/no/a can't be made in it. Create it (mkdir -p DIR/no), or correct the path.
            $ --broker-list 127.0.0.1:1 --topic t --group g --local-store DIR/file
            DIR/file is a file, not a folder. Give the path of a folder, or move the file away.
            $ quickstart --dir DIR
            --dir DIR is not an empty folder. Choose another; without --dir each run makes a fresh one.
            $ quickstart --input DIR/file
            DIR/file is empty. Give a file with at least one line with --input.
            $ kafka-store-reader local DIR/none
            DIR has no archive of a topic none. Check the path; it ends in TOPIC, TOPIC/PPPPPP or TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO.
            $ kafka-store-reader local DIR/t/000000/42
            DIR/t/000000/42 is not the path of an archive's topic, partition or file. It ends in TOPIC, TOPIC/PPPPPP or TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO: partition in 6 digits, offset in 20.
            $ quickstart --input DIR
            --input DIR is a folder. Give one file of it, or all: cat DIR/* > all.txt.
            $ verify --local-store DIR/nope
            There is no folder DIR/nope. Correct the path.
            $ verify --local-store DIR/t
            DIR/t is a topic of an archive, not the archive. Give DIR, with --topic t to check it alone.
            $ verify --local-store DIR/dangling
            DIR/dangling is a link to nowhere, where nothing is. Mount or make what it leads to, or correct the path.
            $ kafka-store-reader local DIR
            DIR is an archive, and one of its topics is wanted: add /TOPIC. It has t.
            $ kafka-store-reader azure https://account.blob.core.windows.net/archive
            https://account.blob.core.windows.net/archive names no topic: add /TOPIC to it.
            $ kafka-store-reader s3 s3://bucket
            s3://bucket names no topic: add /TOPIC to it.
            $ kafka-store-reader local file://DIR/none
            DIR has no archive of a topic none. Check the path; it ends in TOPIC, TOPIC/PPPPPP or TOPIC/PPPPPP/OOOOOOOOOOOOOOOOOOOO.
            $ kafka-store-reader local DIR/file
            DIR/file is no Avro container: it is empty.
            $ kafka-store-reader local DIR/t --partition 0,3
            DIR/t has no partition 3. It has 0.
            $ kafka-store-reader local DIR/t --output DIR/file
            --output DIR/file exists already. Choose another name, or replace it with --force.
            $ kafka-store-reader local DIR/no/t/000000/00000000000000000000
            there is no folder DIR/no that DIR/no/t/000000/00000000000000000000 could be in. Check the path.
            $ kafka-store-reader local DIR/t/000001/00000000000000000000
            there is no file DIR/t/000001/00000000000000000000, and DIR has no archive of t-1. Check the path; --wait waits for a file that is still to come.
            $ kafka-store-reader local DIR/t/000000/00000000000000000000
            DIR/t/000000/00000000000000000000 is damaged at byte 0: it does not start as an Avro object container does.
            """
        );

    [Theory]
    [MemberData(nameof(Misuses))]
    public Task MisuseIsSaid(string arguments, string sentence) => AssertFailsAsync(arguments, 2, sentence);

    [Theory]
    [MemberData(nameof(Failures))]
    public Task FailureIsSaid(string arguments, string sentence) => AssertFailsAsync(arguments, 1, sentence);

    [Fact]
    public async Task AbsentBrokerIsSaidWithinTenSeconds()
    {
        long start = Stopwatch.GetTimestamp();
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(Arguments(Nobody));
        Assert.Equal(1, exitCode);
        Assert.Empty(output);
        Assert.Matches(@"^error: no Kafka broker answers at 127\.0\.0\.1:1 \(.*refused\)\. Check --broker-list\.\n$", errors);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 10);
    }

    [Fact]
    public async Task TimesThatLookLikeSecondsGetANote()
    {
        OriginalArchive.Write(
            Path.Combine(Directory.CreateDirectory(Path.Combine(folder.FullName, "old", "000000")).FullName, $"{0:D20}"),
            (1478570870012, "hello")
        );
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(
            Words($"kafka-store-reader local {Path.Combine(folder.FullName, "old")} --to-time 1767225600")
        );
        Assert.Equal(
            (0, "note: --to-time 1767225600 is in milliseconds: 1970-01-21T10:53:45.600Z. If seconds are meant, add three zeros.\n"),
            (exitCode, errors)
        );
    }

    [Fact]
    public async Task StackTraceIsShownWhenVerbose()
    {
        (int exitCode, _, string errors) = await KafkaStoreProcess.RunAsync(
            Words($"kafka-store-reader local {Path.Combine(folder.FullName, "none")} --verbose")
        );
        Assert.Equal(1, exitCode);
        Assert.Contains("   at KafkaStore.Cli", errors);
    }

    // What is typed behind a dollar sign, and what is said to it on the next line.
    private static TheoryData<string, string> Said(string transcript)
    {
        var data = new TheoryData<string, string>();
        foreach (string[] lines in transcript.Split('\n').Chunk(2))
            data.Add(lines[0][1..].Trim().Replace("NOBODY", Nobody), lines[1]);
        return data;
    }

    private async Task AssertFailsAsync(string arguments, int code, string sentence)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "file"), "");
        string damaged = Directory.CreateDirectory(Path.Combine(folder.FullName, "t", "000000")).FullName;
        await File.WriteAllTextAsync(Path.Combine(damaged, "00000000000000000000"), "no container");
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "dangling"), "nowhere");
        (int exitCode, string output, string errors) = await KafkaStoreProcess.RunAsync(Arguments(arguments));
        Assert.Equal(
            $"error: {sentence.Replace("DIR", folder.FullName).Replace($"--local-store {folder.FullName} archives", "--local-store DIR archives")}\n",
            errors
        );
        Assert.Empty(output);
        Assert.Equal(code, exitCode);
    }

    private string[] Arguments(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Replace("DIR", folder.FullName))];
}
