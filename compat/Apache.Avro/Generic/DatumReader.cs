using Avro.IO;

namespace Avro.Generic;

/// <summary>Reads data of one schema as another one sees it.</summary>
public interface DatumReader<T>
{
    Schema ReaderSchema { get; }

    Schema WriterSchema { get; }

    T Read(T reuse, Decoder decoder);
}
