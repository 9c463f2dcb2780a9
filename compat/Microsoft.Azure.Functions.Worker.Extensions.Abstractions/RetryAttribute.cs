namespace Microsoft.Azure.Functions.Worker;

[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    public RetryAttribute()
    {
    }

    public int MaxRetryCount { get; set; }

    private protected static TimeSpan Interval(string text, string parameter)
    {
        if (!TimeSpan.TryParse(text, out TimeSpan interval) || interval < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(parameter, text, "An interval is a TimeSpan that is not negative.");
        }

        return interval;
    }
}
