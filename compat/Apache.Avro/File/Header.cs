namespace Avro.File;

public class Header
{
    public IDictionary<string, byte[]> MetaData { get; } = new Dictionary<string, byte[]>();

    public byte[] SyncData { get; } = new byte[DataFileConstants.SyncSize];

    public Schema Schema { get; set; }
}
