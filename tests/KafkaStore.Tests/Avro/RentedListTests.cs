namespace KafkaStore.Tests.Avro;

public sealed class RentedListTests
{
    [Fact]
    public void ItHoldsWhatWasAddedUntilItIsDisposed()
    {
        var list = new RentedList<string>();
        foreach (int number in Enumerable.Range(0, 1_000))
            list.Add(number.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(1_000, list.Count);
        Assert.Equal("999", list[999]);
        Assert.Equal(Enumerable.Range(0, 1_000).Select(number => number.ToString(CultureInfo.InvariantCulture)), list);

        list.Dispose();
        Assert.Empty(list);
        Assert.Throws<ArgumentOutOfRangeException>(() => list[0]);
    }

    [Fact]
    public void AnotherListFindsNothingInTheMemoryOfOneThatIsDone()
    {
        var done = new RentedList<Uri>();
        done.Add(new Uri("http://one"));
        done.Add(new Uri("http://two"));
        done.Dispose();
        done.Dispose();

        using var next = new RentedList<Uri>();
        next.Add(new Uri("http://three"));
        Assert.Equal([new Uri("http://three")], next);
        Assert.Throws<ArgumentOutOfRangeException>(() => next[1]);
    }
}
