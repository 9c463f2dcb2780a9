using Confluent.Kafka;
using KafkaStore.Kafka.Clients;
using KafkaStore.Kafka.Errors;

namespace KafkaStore.EndToEnd.Tests.Kafka;

/// <summary>What is said of a client's connections does not depend on which of its threads came first.</summary>
public class ConnectionTroubleTests
{
    private static readonly Error Advertised = new(ErrorCode.Local_Resolve, "kafka.invalid:9092/1: Failed to resolve 'kafka.invalid:9092'");
    private static readonly Error Asked = new(ErrorCode.Local_Transport, "localhost:9092/bootstrap: Disconnected");
    private static readonly Error AllDown = new(ErrorCode.Local_AllBrokersDown, "1/1 brokers are down");

    public static TheoryData<Error[], Error> Reports =>
        new()
        {
            { [AllDown], AllDown },
            { [AllDown, Asked], Asked },
            { [Asked, AllDown], Asked },
            { [Asked, Advertised, AllDown], Advertised },
            { [Advertised, Asked, AllDown], Advertised },
            { [AllDown, Advertised, Asked], Advertised },
        };

    [Theory]
    [MemberData(nameof(Reports))]
    public void AnAddressThatABrokerGaveSaysMostAndThatAllAreDownLeast(Error[] reports, Error expected)
    {
        var trouble = new ConnectionTrouble("localhost:9092");
        foreach (Error report in reports)
            trouble.Note(report);

        Assert.Equal(expected.Reason, trouble.Reason);
        trouble.Forget();
        Assert.Null(trouble.Reason);
    }

    [Fact]
    public void AQuestionWhoseBrokerTheClientLetsGoOfIsAskedAgain()
    {
        int asked = 0;

        Assert.Equal(3, AskedAgain.Get(() => ++asked == 3 ? asked : throw LetGo(), TimeSpan.FromMinutes(1)));
        Assert.Throws<KafkaException>(() => AskedAgain.Get<int>(() => throw LetGo(), TimeSpan.Zero));
        Assert.Throws<KafkaException>(() => AskedAgain.Get<int>(() => throw new KafkaException(Asked), TimeSpan.FromMinutes(1)));
    }

    private static KafkaException LetGo() => new(new Error(ErrorCode.Local_DestroyBroker));
}
