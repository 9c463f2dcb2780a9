namespace Avro;

public class AvroException : Exception
{
    public AvroException()
    {
    }

    public AvroException(string s)
        : base(s)
    {
    }

    public AvroException(string s, Exception inner)
        : base(s, inner)
    {
    }
}

public class AvroRuntimeException : AvroException
{
    public AvroRuntimeException()
    {
    }

    public AvroRuntimeException(string s)
        : base(s)
    {
    }

    public AvroRuntimeException(string s, Exception inner)
        : base(s, inner)
    {
    }
}

public class AvroTypeException : AvroException
{
    public AvroTypeException()
    {
    }

    public AvroTypeException(string s)
        : base(s)
    {
    }

    public AvroTypeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

public class SchemaParseException : AvroException
{
    public SchemaParseException()
    {
    }

    public SchemaParseException(string s)
        : base(s)
    {
    }

    public SchemaParseException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
