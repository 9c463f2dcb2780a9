using System.Globalization;
using KafkaStore.Benchmarks.Stores;

// Each measurement is a process of its own, so that the memory of one is not another's.
if (args is ["--measure", string task, string place, string mebibytes])
{
    Console.WriteLine(await Measurement.RunAsync(Enum.Parse<StoreTask>(task), place, Bytes(mebibytes)));
    return 0;
}

if (args.Length == 0 || args[0] is "--help" or "-h")
{
    Console.WriteLine(
        """
        Measures stores: MB/s, requests and memory of one object created, read and sealed.

        usage: KafkaStore.Benchmarks.Stores [--mebibytes N] [--runs N] STORE...

        STORE         local:DIR, or a URL as in --azure-store-url; give a local one too, to compare
        --mebibytes   of the object; default 256
        --runs        the median of how many is shown; default 3

        AZURE_STORAGE_CONNECTION_STRING is the connection string of Azure stores, STORAGE_EMULATOR_HOST another server for gs://,
        S3_ENDPOINT_URL another one for s3://.
        """
    );
    return args.Length == 0 ? 2 : 0;
}

string size = Option("--mebibytes", "256");
int runs = int.Parse(Option("--runs", "3"), CultureInfo.InvariantCulture);
string[] stores =
[
    .. args.Where(
        (argument, index) =>
            !argument.StartsWith("--", StringComparison.Ordinal)
            && (index == 0 || !args[index - 1].StartsWith("--", StringComparison.Ordinal))
    ),
];
await Comparison.PrintAsync(stores, size, runs);
return 0;

string Option(string name, string otherwise) =>
    Array.IndexOf(args, name) is >= 0 and int index && index + 1 < args.Length ? args[index + 1] : otherwise;

static long Bytes(string mebibytes) => long.Parse(mebibytes, CultureInfo.InvariantCulture) * 1024 * 1024;
