namespace KafkaStore.LocalHost.Engine;

/// <summary>Runs the engine's work: what is posted under one key runs one after the other, in the order posted.</summary>
public interface IWorkQueue
{
    /// <param name="key">An entity's or an orchestration's instance id.</param>
    /// <param name="work">Never throws.</param>
    public void Post(string key, Func<Task> work);
}
