using DurableTask.Core.Exceptions;
using Google.Protobuf;

namespace KafkaStore.Tests.FunctionsHost.Durable;

/// <summary>Orchestrators and entities get their history or batch as Base64 of a protobuf message, and answer in the same way.</summary>
internal static class DurableInvocations
{
    public static async Task<T> AskAsync<T>(this WorkerSlot worker, string function, IMessage request, MessageParser<T> parser)
        where T : IMessage<T>
    {
        var data = new TypedData { String = Convert.ToBase64String(request.ToByteArray()) };
        InvocationResponse response = await worker.RunAsync(function, data);
        return parser.ParseFrom(Convert.FromBase64String(response.ReturnValue.String));
    }

    /// <exception cref="SessionAbortedException">The worker went away: the backend does this step again.</exception>
    public static async Task<InvocationResponse> RunAsync(this WorkerSlot worker, string function, TypedData data)
    {
        string parameter = (await worker.WorkerAsync()).Functions.TryGetValue(function, out IndexedFunction? indexed)
            ? indexed.TriggerName
            : throw new InvalidOperationException($"The app has no function {function}.");
        try
        {
            return await worker.InvokeAsync(new Invocation(function) { Inputs = new Dictionary<string, TypedData> { [parameter] = data } });
        }
        catch (WorkerGoneException e)
        {
            throw new SessionAbortedException(e.Message);
        }
    }
}
