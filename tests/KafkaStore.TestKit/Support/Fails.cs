namespace KafkaStore.Tests.Support;

/// <summary>What fails has to say why: the exception is exactly that one, and its message has that part.</summary>
public static class Fails
{
    public static async Task<T> SayingAsync<T>(string part, Func<Task> action)
        where T : Exception
    {
        T exception = await Assert.ThrowsAsync<T>(action);
        Assert.Contains(part, exception.Message);
        return exception;
    }

    public static T Saying<T>(string part, Func<object?> action)
        where T : Exception
    {
        T exception = Assert.Throws<T>(action);
        Assert.Contains(part, exception.Message);
        return exception;
    }
}
