namespace Avro.File;

public interface IFileReader<T> : IDisposable
{
    IEnumerable<T> NextEntries { get; }

    Header GetHeader();

    Schema GetSchema();

    ICollection<string> GetMetaKeys();

    byte[] GetMeta(string key);

    long GetMetaLong(string key);

    string GetMetaString(string key);

    bool HasNext();

    T Next();

    void Seek(long position);

    void Sync(long position);

    bool PastSync(long position);

    long PreviousSync();

    long Tell();
}
