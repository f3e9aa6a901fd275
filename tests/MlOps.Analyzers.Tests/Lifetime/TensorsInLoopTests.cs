using MlOps.Generators.CodeFixes;
using Rule = MlOps.Tests.Support.Rule<MlOps.Analyzers.Lifetime.TensorsInLoopAnalyzer>;

namespace MlOps.Tests.Lifetime;

public sealed class TensorsInLoopTests
{
    [Theory]
    [InlineData("foreach (var x in data) { var y = model.forward(x); var loss = y.sum(); loss.{|MLOPS6002:backward|}(); o.step(); }")]
    [InlineData("for (var i = 0; i < 9; i++) { torch.Tensor loss = model.forward(data[i]).sum(); loss.{|MLOPS6002:backward|}(); o.step(); }")]
    [InlineData("while (true) { using var y = model.forward(data[0]); var loss = y.sum(); loss.{|MLOPS6002:backward|}(); o.step(); }")]
    [InlineData("for (var e = 0; e < 9; e++) { foreach (var x in data) { var loss = model.forward(x).sum(); loss.{|MLOPS6002:backward|}(); o.step(); } }")]
    [InlineData("using var n = torch.no_grad(); foreach (var x in data) { var y = model.{|MLOPS6002:forward|}(x); Console.WriteLine(y.item<float>()); }")]
    [InlineData("model.eval(); var right = 0f; foreach (var x in data) { var y = model.{|MLOPS6002:call|}(x); var s = y.sum(); right += s.item<float>(); }")]
    public Task TensorsThatNobodyDisposesAreFound(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData("foreach (var x in data) { using var scope = torch.NewDisposeScope(); var loss = model.forward(x).sum(); loss.backward(); o.step(); }")]
    [InlineData("foreach (var x in data) { using (torch.NewDisposeScope()) { var loss = model.forward(x).sum(); loss.backward(); o.step(); } }")]
    [InlineData("using var d = torch.NewDisposeScope(); foreach (var x in data) { var loss = model.forward(x).sum(); loss.backward(); o.step(); d.DisposeEverything(); }")]
    [InlineData("foreach (var x in data) { using var loss = model.forward(x).sum(); loss.backward(); o.step(); }")]
    [InlineData("foreach (var x in data) { using (var loss = model.forward(x).sum()) { loss.backward(); o.step(); } }")]
    [InlineData("foreach (var x in data) { var loss = model.forward(x).sum(); loss.backward(); o.step(); loss.Dispose(); }")]
    [InlineData("foreach (var x in data) { var loss = model.forward(x).sum(); loss.backward(); o.step(); GC.Collect(); }")]
    [InlineData("torch.Tensor? last = null; foreach (var x in data) { var loss = model.forward(x).sum(); loss.backward(); o.step(); last = loss; }")] // It leaves the loop.
    [InlineData("var all = new List<torch.Tensor>(); foreach (var x in data) { var loss = model.forward(x).sum(); loss.backward(); o.step(); all.Add(loss); }")]
    [InlineData("using var n = torch.no_grad(); foreach (var x in data) { using var y = model.forward(x); Console.WriteLine(y.item<float>()); }")]
    [InlineData("using var n = torch.no_grad(); foreach (var x in data) { using var s = torch.NewDisposeScope(); var y = model.forward(x); }")]
    [InlineData("using var n = torch.no_grad(); var all = new List<torch.Tensor>(); foreach (var x in data) { var y = model.forward(x); all.Add(y); }")]
    [InlineData("model.eval(); var z = data[0]; foreach (var x in data) { var y = model.forward(z); z = y + x; }")] // It leaves the loop.
    [InlineData("var loss = model.forward(data[0]).sum(); loss.backward(); o.step();")] // No loop.
    [InlineData("foreach (var x in data) { var loss = model.forward(x).sum(); loss.backward(); }")] // Gradients alone: a test, or a few rounds.
    [InlineData("foreach (var x in data) { var y = model.forward(x); }")] // Nothing is trained: often few rounds.
    [InlineData("\n#pragma warning disable MLOPS6002\n foreach (var x in data) { var loss = model.forward(x).sum(); loss.backward(); o.step(); }")]
    public Task OthersAreNot(string body) => Rule.Finds(Method(body));

    [Theory]
    [InlineData("using (torch.NewDisposeScope()) { {0} }", "forward")]
    [InlineData("{0} Console.WriteLine();", "{|MLOPS6002:forward|}")]
    public Task TheScopeOfACallerCounts(string caller, string forward) => Rule.Finds($$"""
        using System;
        using TorchSharp;
        class C
        {
            void Run(torch.nn.Module<torch.Tensor, torch.Tensor> model, torch.Tensor[] data) { {{caller.Replace("{0}", "Test(model, data);", StringComparison.Ordinal)}} }
            void Other() { using var scope = torch.NewDisposeScope(); }
            void Test(torch.nn.Module<torch.Tensor, torch.Tensor> model, torch.Tensor[] data)
            {
                model.eval();
                foreach (var x in data) { var y = model.{{forward}}(x); Console.WriteLine(y.item<float>()); }
            }
        }
        """);

    [Fact]
    public Task TheFixAddsAScope() => Rule.Fixes<AddDisposeScopeCodeFix>(Loops("{|MLOPS6002:backward|}", ""), Loops("backward", "\n            using var scope = torch.NewDisposeScope();"));

    private static string Loops(string backward, string scope) => $$"""
        using TorchSharp;
        class C
        {
            void Train(torch.nn.Module<torch.Tensor, torch.Tensor> model, torch.optim.Optimizer o, torch.Tensor[] data)
            {
                foreach (var x in data)
                {{{scope}}
                    var loss = model.forward(x).sum();
                    loss.{{backward}}();
                    o.step();
                }
            }

            void Other(torch.nn.Module<torch.Tensor, torch.Tensor> model, torch.optim.Optimizer o, torch.Tensor[] data)
            {
                for (var i = 0; i < 9; i++)
                {{{scope}}
                    var loss = model.forward(data[i]).sum();
                    loss.{{backward}}();
                    o.step();
                }
            }
        }
        """;

    private static string Method(string body) =>
        $"using TorchSharp; class C {{ void Train(torch.nn.Module<torch.Tensor, torch.Tensor> model, torch.optim.Optimizer o, torch.Tensor[] data) {{ {body} }} }}";
}
