using System.Diagnostics;

namespace KafkaStore.Kafka.Clients;

/// <summary>
/// A question whose broker the client lets go of on the way is asked again. It does so with the addresses that it started from once
/// the cluster has named its brokers, and with brokers that the cluster no longer names (librdkafka 2.10 and later); what was asked
/// there fails, and nothing is wrong.
/// </summary>
internal static class AskedAgain
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="patience">How long to go on asking.</param>
    public static T Get<T>(Func<T> ask, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return ask();
            }
            catch (KafkaException failure) when (IsOfBrokerLetGo(failure) && Stopwatch.GetElapsedTime(start) < patience)
            {
                Thread.Sleep(Pause); // on a thread that is there to wait: the question itself blocks it for longer
            }
        }
    }

    private static bool IsOfBrokerLetGo(KafkaException failure) =>
        failure is TopicPartitionOffsetException partly
            ? partly.Results.Exists(result => result.Error.Code == ErrorCode.Local_DestroyBroker)
            : failure.Error.Code == ErrorCode.Local_DestroyBroker;
}
