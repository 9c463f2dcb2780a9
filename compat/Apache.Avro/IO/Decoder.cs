namespace Avro.IO;

/// <summary>Reads values of Avro's types, one after the other, from their encoding.</summary>
public interface Decoder
{
    void ReadNull();

    bool ReadBoolean();

    int ReadInt();

    long ReadLong();

    float ReadFloat();

    double ReadDouble();

    byte[] ReadBytes();

    string ReadString();

    int ReadEnum();

    /// <summary>How many items follow; 0 at the end.</summary>
    long ReadArrayStart();

    long ReadArrayNext();

    long ReadMapStart();

    long ReadMapNext();

    int ReadUnionIndex();

    void ReadFixed(byte[] buffer);

    void ReadFixed(byte[] buffer, int start, int length);

    void SkipNull();

    void SkipBoolean();

    void SkipInt();

    void SkipLong();

    void SkipFloat();

    void SkipDouble();

    void SkipBytes();

    void SkipString();

    void SkipEnum();

    void SkipUnionIndex();

    void SkipFixed(int len);
}
