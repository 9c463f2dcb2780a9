using System.IO.Hashing;
using System.Security.Cryptography;

namespace KafkaStore.Staging.Trust;

/// <summary>
/// How a chunk vouches for its records. Whatever another build's form changes: the name is of the same pattern, the header says the
/// form's number, and its digest covers that too, so that a build which does not know the form can tell it from damage.
/// </summary>
internal sealed class ChunkForm
{
    private readonly Func<IReadOnlyList<ReadOnlyMemory<byte>>, byte[]> hash;

    private ChunkForm(int number, string digestKey, Func<IReadOnlyList<ReadOnlyMemory<byte>>, byte[]> hash)
    {
        (Number, DigestKey) = (number, digestKey);
        this.hash = hash;
    }

    /// <summary>By SHA-256, on which a signature can stand. Proofs are of it, and the chunks of the first builds, which say no number.</summary>
    public static ChunkForm Secure { get; } = new(1, HeaderKeys.RecordsDigest, HashSecurely);

    /// <summary>By XXH128, which finds damage as surely, and no forgery: a twentieth of the time.</summary>
    public static ChunkForm Quick { get; } = new(2, HeaderKeys.QuickDigest, HashQuickly);

    /// <summary>The highest that this build knows.</summary>
    public static int Newest => Quick.Number;

    /// <summary>From 1 on.</summary>
    public int Number { get; }

    /// <summary>Of the header's entry with the digest of the records.</summary>
    public string DigestKey { get; }

    /// <summary>Null where it is none that this build knows.</summary>
    public static ChunkForm? Find(int number) =>
        number == Secure.Number ? Secure
        : number == Quick.Number ? Quick
        : null;

    /// <summary>The number that a header says; null where it makes no sense.</summary>
    public static int? NumberOf(ContainerHeader header) =>
        header.Text(HeaderKeys.ChunkForm) is null ? Secure.Number
        : header.Number(HeaderKeys.ChunkForm) is > 1 and <= int.MaxValue and long number ? (int)number
        : null;

    /// <summary>Of what a header says beside the records: it decides where idle segments end and which offsets are holes.</summary>
    public static string HeaderDigest(ChunkName name, long acceptedAt, string absent, int form)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{name}\n{acceptedAt}\n{absent}");
        if (form != Secure.Number)
            text = string.Create(CultureInfo.InvariantCulture, $"{text}\n{form}");
        return Sha256Hash.Of(Encoding.UTF8.GetBytes(text)).Hex;
    }

    /// <summary>The header's entry for it; none where the form is taken for granted.</summary>
    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Entries =>
        this == Secure ? [] : [ContainerExtent.Entry(HeaderKeys.ChunkForm, Number)];

    /// <summary>Of the records one after another, in lower-case hex.</summary>
    public string DigestOf(IReadOnlyList<EncodedRecord> records)
    {
        var runs = new MemoryRuns();
        foreach (EncodedRecord record in records)
            runs.Add(record.Bytes);
        return Convert.ToHexStringLower(hash(runs.Complete()));
    }

    /// <summary>What a chunk of these records is called, whoever stages it.</summary>
    /// <param name="digest">Of them.</param>
    public static ChunkName NameFor(TopicPartition partition, IReadOnlyList<EncodedRecord> records, string digest) =>
        new(partition, records[0].Offset, records[^1].Offset, records.Count, digest[..ChunkName.DigestDigits]);

    private static byte[] HashSecurely(IReadOnlyList<ReadOnlyMemory<byte>> runs)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ReadOnlyMemory<byte> run in runs)
            hash.AppendData(run.Span);
        return hash.GetHashAndReset();
    }

    private static byte[] HashQuickly(IReadOnlyList<ReadOnlyMemory<byte>> runs)
    {
        var hash = new XxHash128();
        foreach (ReadOnlyMemory<byte> run in runs)
            hash.Append(run.Span);
        return hash.GetCurrentHash();
    }
}
