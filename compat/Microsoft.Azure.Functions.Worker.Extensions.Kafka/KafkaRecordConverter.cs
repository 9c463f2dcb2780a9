using Google.Protobuf;
using Microsoft.Azure.Functions.Worker.Converters;
using Microsoft.Azure.Functions.Worker.Core;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Azure.Functions.Worker.Extensions.Kafka.Proto;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes records of what the host's extension sends, as the real package does.</summary>
[SupportsDeferredBinding]
[SupportedTargetType(typeof(KafkaRecord))]
[SupportedTargetType(typeof(KafkaRecord[]))]
internal sealed class KafkaRecordConverter : IInputConverter
{
    private const string Source = "AzureKafkaRecord";
    private const string ContentType = "application/x-protobuf";

    public ValueTask<ConversionResult> ConvertAsync(ConverterContext context)
    {
        try
        {
            return new(
                context?.Source switch
                {
                    ModelBindingData one => ConversionResult.Success(Convert(one)),
                    CollectionModelBindingData many => ConversionResult.Success(many.ModelBindingData.Select(Convert).ToArray()),
                    _ => ConversionResult.Unhandled(),
                }
            );
        }
        catch (Exception exception) when (exception is InvalidOperationException or InvalidProtocolBufferException)
        {
            return new(ConversionResult.Failed(exception));
        }
    }

    private static KafkaRecord Convert(ModelBindingData data)
    {
        if (data.Source != Source || data.ContentType != ContentType)
            throw new InvalidOperationException($"{data.ContentType} of {data.Source} is not {ContentType} of {Source}.");
        KafkaRecordProto record = KafkaRecordProto.Parser.ParseFrom(data.Content.ToMemory().Span);
        return new KafkaRecord
        {
            Topic = record.Topic,
            Partition = record.Partition,
            Offset = record.Offset,
            Key = record.HasKey ? record.Key.ToByteArray() : null,
            Value = record.HasValue ? record.Value.ToByteArray() : null,
            Timestamp = record.Timestamp is { } time
                ? new KafkaTimestamp { UnixTimestampMs = time.UnixTimestampMs, Type = Convert(time.Type) }
                : null,
            Headers =
            [
                .. record.Headers.Select(header => new KafkaHeader
                {
                    Key = header.Key,
                    Value = header.HasValue ? header.Value.ToByteArray() : null,
                }),
            ],
        };
    }

    private static KafkaTimestampType Convert(int type) =>
        Enum.IsDefined((KafkaTimestampType)type) ? (KafkaTimestampType)type : KafkaTimestampType.NotAvailable;
}
