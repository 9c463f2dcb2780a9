using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace KafkaStore.Kafka.Native;

/// <summary>
/// Asks the brokers to describe a topic, for its id alone. The client's own question never ends where one of the topic's partitions
/// has no leader: it reads the leader's name through a null pointer, on the thread that would tell.
/// </summary>
internal static unsafe partial class TopicQuestion
{
    private const int AnyOperation = 0;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    static TopicQuestion() => LibrdkafkaLibrary.EnsureFound();

    /// <summary>Blocks, for little longer than the time limit.</summary>
    /// <returns>None where the brokers give no ids.</returns>
    /// <exception cref="KafkaException">There is no such topic, no answer, or a refusal.</exception>
    public static TopicId AskForId(IClient client, string topic, TimeSpan timeout)
    {
        using var handle = new NativeHandle(client);
        if (handle.Pointer == 0)
        {
            throw new KafkaException(new Error(ErrorCode.Local_NotImplemented, "this version of the client library is not known"));
        }
        nint options = NewOptions(handle.Pointer, AnyOperation);
        nint queue = NewQueue(handle.Pointer);
        nint name = Marshal.StringToCoTaskMemUTF8(topic);
        nint topics = NewTopics(&name, 1);
        try
        {
            _ = SetRequestTimeout(options, (int)timeout.TotalMilliseconds, 0, 0); // refused, it is the client's default
            Describe(handle.Pointer, topics, options, queue);
            return Wait(queue, timeout + Grace);
        }
        finally
        {
            DestroyTopics(topics);
            Marshal.FreeCoTaskMem(name);
            DestroyQueue(queue);
            DestroyOptions(options);
        }
    }

    private static TopicId Wait(nint queue, TimeSpan limit)
    {
        nint answer = Poll(queue, (int)limit.TotalMilliseconds);
        if (answer == 0)
        {
            throw new KafkaException(new Error(ErrorCode.Local_TimedOut));
        }
        try
        {
            ThrowIfError(ErrorOf(answer), ReasonOf(answer));
            nint* described = DescribedTopics(ResultOf(answer), out nuint count);
            if (count == 0)
            {
                throw new KafkaException(new Error(ErrorCode.Local_BadMsg, "the answer describes no topic"));
            }
            nint error = TopicError(described[0]);
            ThrowIfError(CodeOf(error), TextOf(error));
            nint id = IdOf(described[0]);
            return id == 0 ? default : new TopicId(MostOf(id), LeastOf(id));
        }
        finally
        {
            DestroyEvent(answer);
        }
    }

    private static void ThrowIfError(int code, nint reason)
    {
        if (code != 0)
        {
            throw new KafkaException(new Error((ErrorCode)code, Marshal.PtrToStringUTF8(reason) ?? ((ErrorCode)code).GetReason()));
        }
    }

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_AdminOptions_new")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint NewOptions(nint client, int operation);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_AdminOptions_set_request_timeout")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int SetRequestTimeout(nint options, int milliseconds, nint error, nuint errorSize);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_AdminOptions_destroy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void DestroyOptions(nint options);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_queue_new")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint NewQueue(nint client);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_queue_destroy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void DestroyQueue(nint queue);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_queue_poll")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint Poll(nint queue, int milliseconds);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_TopicCollection_of_topic_names")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint NewTopics(nint* names, nuint count);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_TopicCollection_destroy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void DestroyTopics(nint topics);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_DescribeTopics")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void Describe(nint client, nint topics, nint options, nint queue);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_event_error")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int ErrorOf(nint answer);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_event_error_string")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint ReasonOf(nint answer);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_event_DescribeTopics_result")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint ResultOf(nint answer);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_event_destroy")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial void DestroyEvent(nint answer);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_DescribeTopics_result_topics")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint* DescribedTopics(nint result, out nuint count);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_TopicDescription_error")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint TopicError(nint described);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_TopicDescription_topic_id")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint IdOf(nint described);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_error_code")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int CodeOf(nint error);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_error_string")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial nint TextOf(nint error);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_Uuid_most_significant_bits")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial long MostOf(nint id);

    [LibraryImport(LibrdkafkaLibrary.Name, EntryPoint = "rd_kafka_Uuid_least_significant_bits")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial long LeastOf(nint id);
}
