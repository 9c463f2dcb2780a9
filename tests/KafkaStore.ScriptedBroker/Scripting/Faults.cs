namespace KafkaStore.Scripted.Scripting;

/// <summary>What goes wrong with requests, whatever they are about. Rules apply together, each as often as it says.</summary>
public sealed class Faults
{
    private readonly Lock gate = new();
    private readonly List<Rule> rules = [];
    private readonly ErrorScript errors;

    internal Faults() => errors = new ErrorScript(gate);

    /// <summary>Answers come later.</summary>
    /// <param name="node">Only this node's; default: all.</param>
    public void Delay(Api api, TimeSpan by, int times = int.MaxValue, BrokerNode? node = null) =>
        Add(new Rule(api, node, times) { Delay = by });

    /// <summary>The connection ends, and nothing is done of what is asked for.</summary>
    public void Disconnect(Api api, int times = int.MaxValue, BrokerNode? node = null) =>
        Add(new Rule(api, node, times) { Disconnects = true });

    /// <summary>What is asked for is done, but the connection ends instead of the answer.</summary>
    public void LoseAnswer(Api api, int times = int.MaxValue, BrokerNode? node = null) =>
        Add(new Rule(api, node, times) { LosesAnswer = true });

    /// <summary>Answers ask the client to wait before its next request.</summary>
    public void Throttle(Api api, TimeSpan by, int times = int.MaxValue, BrokerNode? node = null) =>
        Add(new Rule(api, node, times) { Throttle = by });

    /// <summary>Whatever a request asks about gets this error, item by item.</summary>
    public void Fail(Api api, KafkaError error, int times = int.MaxValue) => errors.Add(api, error, times);

    /// <summary>What answers that give a reason say of such an error; null for none.</summary>
    public string? Reason { get; set; } = "The script says so.";

    /// <summary>Ends all of them.</summary>
    public void Clear()
    {
        errors.Clear();
        lock (gate)
            rules.Clear();
    }

    internal KafkaError Take(Api api) => errors.Take(api);

    internal (TimeSpan Delay, TimeSpan Throttle, bool Disconnects, bool LosesAnswer) Take(Api api, BrokerNode node)
    {
        lock (gate)
        {
            List<Rule> applying = rules.FindAll(rule => rule.Api == api && (rule.Node is null || rule.Node == node));
            foreach (Rule rule in applying)
            {
                if (rule.Left != int.MaxValue && --rule.Left == 0)
                    rules.Remove(rule);
            }

            return (
                Sum(applying, rule => rule.Delay),
                Sum(applying, rule => rule.Throttle),
                applying.Exists(rule => rule.Disconnects),
                applying.Exists(rule => rule.LosesAnswer)
            );
        }
    }

    private static TimeSpan Sum(List<Rule> rules, Func<Rule, TimeSpan> part) =>
        rules.Aggregate(TimeSpan.Zero, (sum, rule) => sum + part(rule));

    private void Add(Rule rule)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rule.Left);
        lock (gate)
            rules.Add(rule);
    }

    private sealed class Rule(Api api, BrokerNode? node, int left)
    {
        public Api Api => api;

        public BrokerNode? Node => node;

        public int Left { get; set; } = left;

        public TimeSpan Delay { get; init; }

        public TimeSpan Throttle { get; init; }

        public bool Disconnects { get; init; }

        public bool LosesAnswer { get; init; }
    }
}
